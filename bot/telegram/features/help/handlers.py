"""What a chat with a grant gets besides balances: a greeting that is the help."""

import asyncio

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Chat, Message

from bot.services.viewers import Viewer
from bot.telegram.features.help import view as texts
from bot.telegram.ui.register_names import NamesPress
from bot.telegram.ui.screen import Screen, replace, send
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_help, Command("start", "help"))
    router.callback_query.register(on_names_button, NamesPress.filter())


def help_of(viewer: Viewer, chat: Chat, t: Localization, page: int = 0) -> Screen:
    language = chat.type != ChatType.CHANNEL
    admin = viewer.is_admin
    return texts.help_page(viewer.registers, t, language=language, admin=admin, page=page)


async def show_help(message: Message, viewer: Viewer, t: Localization) -> None:
    await send(message, help_of(viewer, message.chat, t))


async def on_names_button(
    query: CallbackQuery,
    callback_data: NamesPress,
    bot: Bot,
    viewer: Viewer,
    event_chat: Chat,
    t: Localization,
) -> None:
    """Another page of the names."""
    screen = help_of(viewer, event_chat, t, callback_data.page)
    await asyncio.gather(replace(bot, query, screen), toast(query))
