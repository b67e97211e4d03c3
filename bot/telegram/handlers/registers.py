"""/registers: the registers and their state; renamed, given new secrets, removed by buttons."""

import asyncio
from datetime import tzinfo
from functools import partial

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain import Register
from bot.services.access import Access, Viewer
from bot.services.audit import Audit
from bot.services.readings import Freshness, Readings
from bot.services.registers import Registers
from bot.telegram.callbacks import RegisterPress
from bot.telegram.dialogues import AskLogin, AskName, AskSecret, Dialogues
from bot.telegram.filters import for_admins
from bot.telegram.handlers.dialogues import wait_for
from bot.telegram.handlers.strangers import turn_away, turn_press_away
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
        viewer, outcomes = await read_for(
            viewer, viewer.registers, Freshness.SAME_SCREEN, readings, access
        )
    if not viewer.is_admin:
        return await turn_away(message, t, audit)
    return await send(message, views.overview(outcomes, t, timezone))


async def turn_registers(
    query: CallbackQuery,
    callback_data: RegisterPress,
    bot: Bot,
    viewer: Viewer,
    registers: Registers,
    access: Access,
    audit: Audit,
    readings: Readings,
    dialogues: Dialogues,
    t: Language,
    timezone: tzinfo,
) -> None:
    """Every button of /registers; `list` and `add` are about no register."""
    press, now = callback_data, viewer
    register = viewer.register_with(press.register_id)
    read = partial(
        read_for, viewer, freshness=Freshness.SAME_SCREEN, readings=readings, access=access
    )
    screen: Screen | None
    match press.action, register:
        case "list", _:
            now, outcomes = await read(viewer.registers)
            screen = views.overview(outcomes, t, timezone)
        case "add", _:
            screen = views.ask_login(t)
            wait_for(AskLogin(), query.from_user.id, dialogues, bot, t)
        case "open", Register():
            now, outcomes = await read([register])
            login = await registers.login(register) if outcomes else ""
            screen = views.one(outcomes[0], login, t, timezone) if outcomes else None
        case "rename", Register():
            screen = views.ask_name(register, t)
            wait_for(AskName(register.id), query.from_user.id, dialogues, bot, t)
        case "secret", Register():
            login = await registers.login(register)
            screen = views.ask_secret(login, t)
            question = AskSecret(login, register.id)
            wait_for(question, query.from_user.id, dialogues, bot, t)
        case "ask", Register():
            screen = views.ask_to_remove(register, await access.chats_that_lose(register), t)
        case "remove", _ if await registers.remove(press.register_id, by=actor_of(query)):
            left = [each for each in viewer.registers if each.id != press.register_id]
            now, outcomes = await read(left)
            screen = views.overview(outcomes, t, timezone)
        case _:
            screen = None
    if not now.is_admin:
        return await turn_press_away(query, now, t, audit)
    if screen is None:
        return await toast(query, texts.out_of_date(t))
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None
