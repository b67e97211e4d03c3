"""The bot is added to a chat or removed from it."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated, Message

from bot.services.admins import Admins
from bot.services.membership import Membership
from bot.telegram.filters import bot_came, bot_left, got_new_id
from bot.telegram.identities import actor_of, chat_title


def register(router: Router) -> None:
    router.message.register(follow_upgrade, got_new_id)
    router.my_chat_member.register(leave, bot_left)
    router.my_chat_member.register(offer_registers, bot_came)


async def leave(event: ChatMemberUpdated, membership: Membership) -> None:
    """What the chat could see, it can no longer; admins are told if it was anything."""
    await membership.on_bot_removed(event.chat.id, chat_title(event.chat), actor_of(event))


async def offer_registers(event: ChatMemberUpdated, membership: Membership, admins: Admins) -> None:
    """An admin who adds the bot chooses at once, in private; anyone else gets nothing."""
    if await admins.include(event.from_user.id):
        await membership.on_bot_added(event.chat.id, chat_title(event.chat), actor_of(event))


async def follow_upgrade(message: Message, membership: Membership) -> None:
    """Telegram tells it twice, in the old chat and in the new one; the second changes nothing."""
    old = message.migrate_from_chat_id or message.chat.id
    new = message.migrate_to_chat_id or message.chat.id
    await membership.on_chat_moved(old, new)
