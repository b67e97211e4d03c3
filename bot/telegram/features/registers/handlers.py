"""/registers: the registers and their state; renamed, given new secrets, removed by buttons."""

from collections.abc import Sequence
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.registers import Register
from bot.services.access import Access
from bot.services.audit import Audit
from bot.services.history import History
from bot.services.readings import Freshness
from bot.services.registers import Registers
from bot.services.viewer_readings import ViewerReadings
from bot.services.viewers import Viewer
from bot.telegram.features.registers.callbacks import RegisterAction, RegisterPress
from bot.telegram.features.registers.question_view import ask_login, ask_name, ask_secret
from bot.telegram.features.registers.questions import LoginQuestion, NameQuestion, SecretQuestion
from bot.telegram.features.registers.view import PER_PAGE, ask_to_remove, details, overview
from bot.telegram.filters import is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.no_access import refuse_message, refuse_press
from bot.telegram.ui.pager import page_of
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.questions import Questions
from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.toasts import out_of_date, toast
from bot.telegram.ui.typing import typing
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(show_registers, Command("registers"), is_admin_chat)
    for handler, action in (
        (on_list_button, RegisterAction.LIST),
        (on_add_button, RegisterAction.ADD),
        (on_open_button, RegisterAction.OPEN),
        (on_remove_button, RegisterAction.REMOVE),
    ):
        router.callback_query.register(
            handler, RegisterPress.filter(F.action == action), is_admin_chat
        )
    for needs_register, action in (
        (on_rename_button, RegisterAction.RENAME),
        (on_replace_secret_button, RegisterAction.REPLACE_SECRET),
        (on_confirm_removal_button, RegisterAction.CONFIRM_REMOVAL),
    ):
        router.callback_query.register(
            needs_register, RegisterPress.filter(F.action == action), is_admin_chat, register_exists
        )


async def register_exists(
    _: CallbackQuery, callback_data: RegisterPress, viewer: Viewer
) -> bool | dict[str, Any]:
    """Gives `register`: the one that the button is about. Else the button is out of date."""
    register = viewer.register_with(callback_data.register_id)
    return {"register": register} if register else False


async def show_registers(
    message: Message,
    bot: Bot,
    viewer: Viewer,
    viewer_readings: ViewerReadings,
    audit: Audit,
    t: Localization,
) -> None:
    async with typing(bot, message):
        viewer, screen = await _overview(viewer, viewer.registers, 0, viewer_readings, t)
    if not viewer.is_admin:
        return await refuse_message(message, t, audit)
    return await send(message, screen)


async def on_list_button(
    query: CallbackQuery,
    callback_data: RegisterPress,
    viewer: Viewer,
    viewer_readings: ViewerReadings,
    audit: Audit,
    t: Localization,
) -> None:
    now, screen = await _overview(viewer, viewer.registers, callback_data.page, viewer_readings, t)
    await _show(query, screen, now, audit, t)


async def on_add_button(query: CallbackQuery, questions: Questions, t: Localization) -> None:
    await questions.replace(query, LoginQuestion(), lambda n: ask_login(n, t))


async def on_open_button(
    query: CallbackQuery,
    callback_data: RegisterPress,
    viewer: Viewer,
    registers: Registers,
    viewer_readings: ViewerReadings,
    audit: Audit,
    t: Localization,
) -> None:
    """The register may be gone, before or after it was read."""
    register = viewer.register_with(callback_data.register_id)
    chosen = [register] if register else []
    now, outcomes = await viewer_readings.read(viewer, chosen, Freshness.SAME_SCREEN)
    screen = None
    if outcomes:
        login = await registers.login(outcomes[0].register)
        screen = details(outcomes[0], login, callback_data, t)
    await _show(query, screen, now, audit, t)


async def on_rename_button(
    query: CallbackQuery, register: Register, questions: Questions, t: Localization
) -> None:
    question = NameQuestion(register.id)
    await questions.replace(query, question, lambda n: ask_name(register, n, t))


async def on_replace_secret_button(
    query: CallbackQuery,
    register: Register,
    registers: Registers,
    questions: Questions,
    t: Localization,
) -> None:
    question = SecretQuestion(await registers.login(register), register.id)
    await questions.replace(query, question, lambda n: ask_secret(question, n, t))


async def on_confirm_removal_button(
    query: CallbackQuery,
    callback_data: RegisterPress,
    register: Register,
    access: Access,
    history: History,
    t: Localization,
) -> None:
    chats = await access.chats_granted(register)
    began = await history.began(register.id)
    await show(query, ask_to_remove(register, began, chats, callback_data, t))


async def on_remove_button(
    query: CallbackQuery,
    callback_data: RegisterPress,
    viewer: Viewer,
    registers: Registers,
    viewer_readings: ViewerReadings,
    audit: Audit,
    t: Localization,
) -> None:
    """Also for a register that is gone: this very press may have removed it before a kill."""
    removed = callback_data.register_id
    if not await registers.remove(removed, by=actor_of(query)):
        return await toast(query, out_of_date(t))
    left = [each for each in viewer.registers if each.id != removed]
    now, screen = await _overview(viewer, left, callback_data.page, viewer_readings, t)
    return await _show(query, screen, now, audit, t)


async def _overview(
    viewer: Viewer,
    registers: Sequence[Register],
    page: int,
    viewer_readings: ViewerReadings,
    t: Localization,
) -> tuple[Viewer, Screen]:
    """Only the registers on the page are read. Also returns what the chat may see by then."""
    shown = page_of(registers, page, PER_PAGE)
    now, outcomes = await viewer_readings.read(viewer, shown.items, Freshness.SAME_SCREEN)
    return now, overview(shown, outcomes, t)


async def _show(
    query: CallbackQuery, screen: Screen | None, now: Viewer, audit: Audit, t: Localization
) -> None:
    """Show what was read, if anything, unless the admin was removed meanwhile."""
    if not now.is_admin:
        await refuse_press(query, now, t, audit)
    elif screen is None:
        await toast(query, out_of_date(t))
    else:
        await show(query, screen)
