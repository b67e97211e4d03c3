"""What chats without a grant get: one and the same answer, whatever they ask."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.services.access import Viewer
from bot.services.audit import Audit
from bot.telegram.filters import is_stranger
from bot.telegram.screens import send, toast
from bot.telegram.views import texts
from bot.telegram.who import actor_of
from bot.translations import Language


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(turn_away, is_stranger)
    router.callback_query.register(turn_press_away, is_stranger)


async def turn_away(message: Message, t: Language, audit: Audit) -> None:
    await send(message, texts.stranger(message.chat.id, t))
    await audit.record_attempt(actor_of(message), message.chat.id)


async def turn_press_away(query: CallbackQuery, viewer: Viewer, t: Language, audit: Audit) -> None:
    await toast(query, texts.stranger_toast(viewer.chat_id, t), alert=True)
    await audit.record_attempt(actor_of(query), viewer.chat_id)
