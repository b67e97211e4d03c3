"""What a chat with a grant gets besides balances: a greeting that is the help."""

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import Chat, Message

from bot.services.access import Viewer
from bot.telegram.screens import Screen, send
from bot.telegram.views import texts
from bot.translations import Language


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_help, Command("start", "help"))


def help_of(viewer: Viewer, chat: Chat, t: Language) -> Screen:
    own_language = chat.type != ChatType.CHANNEL
    return texts.help_page(viewer.registers, t, language=own_language, admin=viewer.is_admin)


async def show_help(message: Message, viewer: Viewer, t: Language) -> None:
    await send(message, help_of(viewer, message.chat, t))
