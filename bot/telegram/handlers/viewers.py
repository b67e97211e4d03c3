"""What a chat with a grant gets besides balances: a greeting that is the help."""

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import Message

from bot.services.access import Viewer
from bot.telegram.screens import send
from bot.telegram.views import texts
from bot.translations import Language


def router() -> Router:
    router = Router(name="viewers")
    for posts in (router.message, router.channel_post):
        posts.register(show_help, Command("start", "help"))
    return router


async def show_help(message: Message, viewer: Viewer, t: Language) -> None:
    own_language = message.chat.type != ChatType.CHANNEL
    await send(message, texts.help_page(viewer.registers, t, language=own_language))
