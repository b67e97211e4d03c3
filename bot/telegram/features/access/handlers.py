"""/access: which chat may see what, changed by buttons."""

import asyncio

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.access import Access
from bot.services.viewers import Viewer
from bot.telegram.features.access import view as views
from bot.telegram.features.access.callbacks import AccessPress
from bot.telegram.filters import for_admins
from bot.telegram.identities import actor_of
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.screen import Screen, replace, send
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(show_access, Command("access"), for_admins)
    router.callback_query.register(on_access_button, AccessPress.filter(), for_admins)


async def show_access(message: Message, access: Access, t: Localization) -> None:
    await send(message, await _overview(AccessPress(action="list"), access, t))


async def on_access_button(
    query: CallbackQuery,
    callback_data: AccessPress,
    bot: Bot,
    viewer: Viewer,
    access: Access,
    t: Localization,
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
            screen = views.chat(chat, viewer.registers, press, t)
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _overview(press: AccessPress, access: Access, t: Localization) -> Screen:
    """Page 0 is the beginning; any other one begins where the button says."""
    first = press.chat_id if press.page else None
    page = await access.granted_page(first, views.CHATS_A_PAGE, press.skip)
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
        await access.revoke(press.chat_id, register, by)
    return True
