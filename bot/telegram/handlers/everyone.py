"""What the bot does for everyone: ids, and groups that become supergroups."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.services.access import Access
from bot.telegram.filters import got_new_id
from bot.telegram.screens import send, topic_of
from bot.telegram.views import texts
from bot.translations import Language


def register(router: Router) -> None:
    router.message.register(follow_upgrade, got_new_id)
    for posts in (router.message, router.channel_post):
        posts.register(show_ids, Command("id"))


async def show_ids(message: Message, t: Language) -> None:
    user_id = message.from_user.id if message.from_user else None
    await send(message, texts.ids(message.chat.id, user_id, topic_of(message), t))


async def follow_upgrade(message: Message, access: Access) -> None:
    """Telegram tells it twice, in the old chat and in the new one; the second changes nothing."""
    old = message.migrate_from_chat_id or message.chat.id
    new = message.migrate_to_chat_id or message.chat.id
    await access.move(old, new)
