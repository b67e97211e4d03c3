"""/admins: who the admins are; more of them by a link, fewer by a press."""

import asyncio

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.admins import Admin, Admins, CannotRemove
from bot.telegram.features.admins import view as views
from bot.telegram.features.admins.callbacks import AdminPress
from bot.telegram.filters import for_admins
from bot.telegram.identities import actor_of
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.screen import Screen, replace, send
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(show_admins, Command("admins"), for_admins)
    router.callback_query.register(on_admins_button, AdminPress.filter(), for_admins)


async def show_admins(message: Message, admins: Admins, t: Localization) -> None:
    await send(message, views.overview(await admins.listed(), await admins.count_open_links(), t))


async def on_admins_button(
    query: CallbackQuery,
    callback_data: AdminPress,
    bot: Bot,
    admins: Admins,
    t: Localization,
) -> None:
    words = None
    if callback_data.action == "remove":
        try:
            await admins.remove(callback_data.user_id, actor_of(query))
        except CannotRemove:
            words = views.cannot_remove(t)
    screen = await _screen(callback_data, bot, query, admins, t)
    if screen is None:
        return await toast(query, texts.out_of_date(t))
    await asyncio.gather(replace(bot, query, screen), toast(query, words))
    return None


async def _screen(
    press: AdminPress, bot: Bot, query: CallbackQuery, admins: Admins, t: Localization
) -> Screen | None:
    if press.action == "link":
        token = await admins.new_link(actor_of(query))
        return views.link((await bot.me()).username or "", token, t)
    listed = await admins.listed()
    if press.action == "ask":
        admin = next((a for a in listed if a.user_id == press.user_id and not a.fixed), None)
        return views.ask_to_remove(admin, t, press.page) if isinstance(admin, Admin) else None
    return views.overview(listed, await admins.count_open_links(), t, press.page)
