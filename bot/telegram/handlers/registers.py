"""/registers: the registers and their state; renamed, given new secrets, removed by buttons."""

import asyncio
from collections.abc import Sequence
from datetime import tzinfo

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain import Register
from bot.services.access import Access, Viewer
from bot.services.audit import Audit
from bot.services.readings import Freshness, Readings
from bot.services.registers import Registers
from bot.telegram.callbacks import RegisterPress
from bot.telegram.dialogues import AskLogin, AskName, AskSecret
from bot.telegram.filters import for_admins
from bot.telegram.handlers.strangers import turn_away, turn_press_away
from bot.telegram.pager import part
from bot.telegram.questions import Questions
from bot.telegram.rights import read_for
from bot.telegram.screens import Screen, replace, send, toast, typing
from bot.telegram.views import registers as views
from bot.telegram.views import texts
from bot.telegram.who import actor_of
from bot.translations import Language


def register(router: Router) -> None:
    router.message.register(show_registers, Command("registers"), for_admins)
    router.callback_query.register(turn_registers, RegisterPress.filter(), for_admins)


async def show_registers(
    message: Message,
    bot: Bot,
    viewer: Viewer,
    access: Access,
    audit: Audit,
    readings: Readings,
    t: Language,
    timezone: tzinfo,
) -> None:
    async with typing(bot, message):
        viewer, screen = await _overview(viewer, viewer.registers, 0, readings, access, t, timezone)
    if not viewer.is_admin:
        return await turn_away(message, t, audit)
    return await send(message, screen)


async def turn_registers(
    query: CallbackQuery,
    callback_data: RegisterPress,
    bot: Bot,
    viewer: Viewer,
    registers: Registers,
    access: Access,
    audit: Audit,
    readings: Readings,
    questions: Questions,
    t: Language,
    timezone: tzinfo,
) -> None:
    """Every button of /registers; `list` and `add` are about no register."""
    here, now = callback_data, viewer
    register = viewer.register_with(here.register_id)
    screen: Screen | None
    match here.action, register:
        case "list", _:
            now, screen = await _overview(
                viewer, viewer.registers, here.page, readings, access, t, timezone
            )
        case "add", _:
            return await questions.put(query, AskLogin(), lambda n: views.ask_login(n, t))
        case "open", Register():
            now, outcomes = await read_for(
                viewer, [register], Freshness.SAME_SCREEN, readings, access
            )
            login = await registers.login(register) if outcomes else ""
            screen = views.one(outcomes[0], login, here, t, timezone) if outcomes else None
        case "rename", Register():
            name = AskName(register.id)
            return await questions.put(query, name, lambda n: views.ask_name(register, n, t))
        case "secret", Register():
            secret = AskSecret(await registers.login(register), register.id)
            return await questions.put(query, secret, lambda n: views.ask_secret(secret, n, t))
        case "ask", Register():
            chats = await access.chats_that_lose(register)
            screen = views.ask_to_remove(register, chats, here, t)
        case "remove", _ if await registers.remove(here.register_id, by=actor_of(query)):
            left = [each for each in viewer.registers if each.id != here.register_id]
            now, screen = await _overview(viewer, left, here.page, readings, access, t, timezone)
        case _:
            screen = None
    if not now.is_admin:
        return await turn_press_away(query, now, t, audit)
    if screen is None:
        return await toast(query, texts.out_of_date(t))
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _overview(
    viewer: Viewer,
    registers: Sequence[Register],
    page: int,
    readings: Readings,
    access: Access,
    t: Language,
    timezone: tzinfo,
) -> tuple[Viewer, Screen]:
    """Only the registers on the page are read; and what the chat may see by then."""
    shown = part(registers, page, views.PER_PAGE)
    now, outcomes = await read_for(viewer, shown.items, Freshness.SAME_SCREEN, readings, access)
    return now, views.overview(shown, outcomes, t, timezone)
