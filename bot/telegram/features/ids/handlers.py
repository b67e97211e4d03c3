"""/id: the ids of a chat, of who asks, and of a topic."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.telegram.features.ids import view as texts
from bot.telegram.ui.screen import send, topic_of
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_ids, Command("id"))


async def show_ids(message: Message, t: Localization) -> None:
    user_id = message.from_user.id if message.from_user else None
    await send(message, texts.ids(message.chat.id, user_id, topic_of(message), t))
