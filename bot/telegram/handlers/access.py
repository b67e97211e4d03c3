"""/access: which chat may see what, changed by buttons; and invites."""

import asyncio
from collections.abc import Mapping
from datetime import tzinfo

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.domain import Register
from bot.services.access import Access, Viewer
from bot.services.invites import Invites
from bot.telegram.callbacks import AccessPress, InvitePress
from bot.telegram.filters import for_admins
from bot.telegram.screens import Screen, replace, send, toast
from bot.telegram.views import access as views
from bot.telegram.views import texts
from bot.telegram.who import actor_of
from bot.translations import Language

DURATIONS: Mapping[str, int | None] = {
    "1h": 3600,
    "24h": 24 * 3600,
    "7d": 7 * 24 * 3600,
    "ever": None,
}
"""Seconds for which an invited chat may see what it was invited to."""

LONGEST_CHOICE = 36
"""Characters of ids that a button holds beside one id more; who wants more takes all."""


def register(router: Router) -> None:
    router.message.register(show_access, Command("access"), for_admins)
    router.callback_query.register(turn_access, AccessPress.filter(), for_admins)
    router.callback_query.register(turn_invite, InvitePress.filter(), for_admins)


async def show_access(message: Message, access: Access, t: Language) -> None:
    await send(message, await _overview(AccessPress(action="list"), access, t))


async def turn_access(
    query: CallbackQuery,
    callback_data: AccessPress,
    bot: Bot,
    viewer: Viewer,
    access: Access,
    t: Language,
    timezone: tzinfo,
) -> None:
    press = callback_data
    changes = press.action in ("give", "take", "remove")
    if changes and not await _change(press, viewer, query, access):
        return await toast(query, texts.out_of_date(t))
    if press.action in ("list", "remove"):
        screen = await _overview(press, access, t)
    else:
        chat = await access.granted_chat(press.chat_id)
        if press.action == "ask":
            screen = views.ask_to_remove(chat, press, t)
        else:
            screen = views.chat(chat, viewer.registers, press, t, timezone)
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _overview(press: AccessPress, access: Access, t: Language) -> Screen:
    """Page 0 is the beginning; any other one begins where the button says."""
    first = press.chat_id if press.page else None
    page = await access.granted_from(first, views.CHATS_A_PAGE, press.skip)
    is_gone = first and not press.skip and page.chats and page.chats[0].chat_id < first
    return views.overview(page, press.page - bool(is_gone), t)


async def _change(press: AccessPress, viewer: Viewer, query: CallbackQuery, access: Access) -> bool:
    """Give or take what the button says; False when the register is gone."""
    by = actor_of(query)
    register = viewer.register_with(press.register_id)
    if press.register_id and register is None:
        return False
    registers = [register] if register else []
    if press.action == "give":
        await access.allow(press.chat_id, registers, by)
    elif press.action == "remove":
        await access.deny(press.chat_id, by=by)
    else:
        await access.take(press.chat_id, register, by)
    return True


async def turn_invite(
    query: CallbackQuery,
    callback_data: InvitePress,
    bot: Bot,
    viewer: Viewer,
    invites: Invites,
    t: Language,
) -> None:
    chosen = _chosen(callback_data.chosen, viewer)
    if len(callback_data.chosen) > LONGEST_CHOICE:
        return await toast(query, views.too_many(t), alert=True)
    screen = await _invite_screen(callback_data, chosen, bot, viewer, invites, query, t)
    if screen is None:
        return await toast(query, texts.out_of_date(t))
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _invite_screen(
    press: InvitePress,
    chosen: list[Register],
    bot: Bot,
    viewer: Viewer,
    invites: Invites,
    query: CallbackQuery,
    t: Language,
) -> Screen | None:
    ids = [register.id for register in chosen]
    if press.action == "pick":
        return views.pick_registers(viewer.registers, ids, t, press.page)
    if press.chosen and not chosen:
        return None  # every register that was chosen is gone: nobody meant «all»
    if press.action == "time":
        return views.pick_time(views.joined(ids), t, press.page)
    if press.action == "make" and press.lasts in DURATIONS:
        token = await invites.make(chosen, DURATIONS[press.lasts], actor_of(query))
        return views.invite((await bot.me()).username or "", token, t)
    return None


def _chosen(ids: str, viewer: Viewer) -> list[Register]:
    wanted = set(ids.split("."))
    return [register for register in viewer.registers if str(register.id) in wanted]
