"""/start and /help for chats with access, and turning the pages of register names."""

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Chat, Message

from bot.services.viewers import Viewer
from bot.telegram.features.help.view import help_screen
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.register_names import NamesPress
from bot.telegram.ui.screen import Screen, send
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_help, Command("start", "help"))
    router.callback_query.register(on_names_button, NamesPress.filter())


async def show_help(message: Message, viewer: Viewer, t: Localization) -> None:
    await send(message, _help(viewer, message.chat, t))


async def on_names_button(
    query: CallbackQuery,
    callback_data: NamesPress,
    viewer: Viewer,
    event_chat: Chat,
    t: Localization,
) -> None:
    """Another page of the names."""
    await show(query, _help(viewer, event_chat, t, callback_data.page))


def _help(viewer: Viewer, chat: Chat, t: Localization, page: int = 0) -> Screen:
    return help_screen(viewer, t, in_channel=chat.type == ChatType.CHANNEL, page=page)
