"""/registers: the registers and their state; renamed, given new secrets, removed by buttons."""

import asyncio
from collections.abc import Sequence
from datetime import tzinfo

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain import Register, RegisterOutcome
from bot.services.access import Access, Viewer
from bot.services.readings import Freshness, Readings
from bot.services.registers import Registers
from bot.telegram.callbacks import RegisterPress
from bot.telegram.dialogues import AskLogin, AskName, AskSecret
from bot.telegram.filters import for_admins
from bot.telegram.pager import part
from bot.telegram.questions import Questions
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
    readings: Readings,
    t: Language,
    timezone: tzinfo,
) -> None:
    async with typing(bot, message):
        screen = await _overview(viewer.registers, 0, readings, t, timezone)
    await send(message, screen)


async def turn_registers(
    query: CallbackQuery,
    callback_data: RegisterPress,
    bot: Bot,
    viewer: Viewer,
    registers: Registers,
    access: Access,
    readings: Readings,
    questions: Questions,
    t: Language,
    timezone: tzinfo,
) -> None:
    """Every button of /registers; `list` and `add` are about no register."""
    here = callback_data
    register = viewer.register_with(here.register_id)
    match here.action, register:
        case "list", _:
            screen = await _overview(viewer.registers, here.page, readings, t, timezone)
        case "add", _:
            return await questions.put(query, AskLogin(), lambda n: views.ask_login(n, t))
        case "open", Register():
            screen = views.one(*await _state(register, readings, registers), here, t, timezone)
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
            screen = await _overview(left, here.page, readings, t, timezone)
        case _:
            return await toast(query, texts.out_of_date(t))
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _state(
    register: Register, readings: Readings, registers: Registers
) -> tuple[RegisterOutcome, str]:
    (outcome,) = await readings.read([register], Freshness.SAME_SCREEN)
    return outcome, await registers.login(register)


async def _overview(
    registers: Sequence[Register], page: int, readings: Readings, t: Language, timezone: tzinfo
) -> Screen:
    """Only the registers on the page are read."""
    shown = part(registers, page, views.PER_PAGE)
    outcomes = await readings.read(shown.items, Freshness.SAME_SCREEN)
    return views.overview(shown, outcomes, t, timezone)
