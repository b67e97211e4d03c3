"""/registers: the registers and their state; renamed, given new secrets, removed by buttons."""

import asyncio
from collections.abc import Sequence

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain.registers import Register
from bot.services.access import Access, Viewer
from bot.services.audit import Audit
from bot.services.readings import Freshness
from bot.services.registers import Registers
from bot.services.viewer_readings import ViewerReadings
from bot.telegram.features.registers.callbacks import RegisterPress
from bot.telegram.features.registers.question_view import ask_login, ask_name, ask_secret
from bot.telegram.features.registers.questions import LoginQuestion, NameQuestion, SecretQuestion
from bot.telegram.features.registers.view import PER_PAGE, ask_to_remove, one, overview
from bot.telegram.filters import for_admins
from bot.telegram.identities import actor_of
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.no_access import refuse, refuse_press
from bot.telegram.ui.pager import part
from bot.telegram.ui.questions import Questions
from bot.telegram.ui.screen import Screen, replace, send
from bot.telegram.ui.toasts import toast
from bot.telegram.ui.typing import typing
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(show_registers, Command("registers"), for_admins)
    router.callback_query.register(on_registers_button, RegisterPress.filter(), for_admins)


async def show_registers(
    message: Message,
    bot: Bot,
    viewer: Viewer,
    audit: Audit,
    viewer_readings: ViewerReadings,
    t: Localization,
) -> None:
    async with typing(bot, message):
        viewer, screen = await _overview(viewer, viewer.registers, 0, viewer_readings, t)
    if not viewer.is_admin:
        return await refuse(message, t, audit)
    return await send(message, screen)


async def on_registers_button(
    query: CallbackQuery,
    callback_data: RegisterPress,
    bot: Bot,
    viewer: Viewer,
    registers: Registers,
    access: Access,
    audit: Audit,
    viewer_readings: ViewerReadings,
    questions: Questions,
    t: Localization,
) -> None:
    """Every button of /registers; `list` and `add` are about no register."""
    here, now = callback_data, viewer
    register = viewer.register_with(here.register_id)
    screen: Screen | None
    match here.action, register:
        case "list", _:
            now, screen = await _overview(viewer, viewer.registers, here.page, viewer_readings, t)
        case "add", _:
            return await questions.put(query, LoginQuestion(), lambda n: ask_login(n, t))
        case "open", Register():
            now, outcomes = await viewer_readings.read(viewer, [register], Freshness.SAME_SCREEN)
            login = await registers.login(register) if outcomes else ""
            screen = one(outcomes[0], login, here, t) if outcomes else None
        case "rename", Register():
            name = NameQuestion(register.id)
            return await questions.put(query, name, lambda n: ask_name(register, n, t))
        case "secret", Register():
            secret = SecretQuestion(await registers.login(register), register.id)
            return await questions.put(query, secret, lambda n: ask_secret(secret, n, t))
        case "ask", Register():
            chats = await access.chats_that_lose(register)
            screen = ask_to_remove(register, chats, here, t)
        case "remove", _ if await registers.remove(here.register_id, by=actor_of(query)):
            left = [each for each in viewer.registers if each.id != here.register_id]
            now, screen = await _overview(viewer, left, here.page, viewer_readings, t)
        case _:
            screen = None
    if not now.is_admin:
        return await refuse_press(query, now, t, audit)
    if screen is None:
        return await toast(query, texts.out_of_date(t))
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _overview(
    viewer: Viewer,
    registers: Sequence[Register],
    page: int,
    viewer_readings: ViewerReadings,
    t: Localization,
) -> tuple[Viewer, Screen]:
    """Only the registers on the page are read; and what the chat may see by then."""
    shown = part(registers, page, PER_PAGE)
    now, outcomes = await viewer_readings.read(viewer, shown.items, Freshness.SAME_SCREEN)
    return now, overview(shown, outcomes, t)
