"""The bot is added to a chat or removed from it, or a group becomes a supergroup."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated, Message

from bot.services.admins import Admins
from bot.services.membership import Membership
from bot.telegram.filters import bot_was_added, bot_was_removed, is_migration
from bot.telegram.identities import actor_of, chat_title


def register(router: Router) -> None:
    router.message.register(on_migration, is_migration)
    router.my_chat_member.register(on_bot_removed, bot_was_removed)
    router.my_chat_member.register(on_bot_added, bot_was_added)


async def on_bot_removed(event: ChatMemberUpdated, membership: Membership) -> None:
    """The chat loses its access; admins are told if it had any."""
    await membership.on_bot_removed(event.chat.id, chat_title(event.chat), actor_of(event))


async def on_bot_added(event: ChatMemberUpdated, membership: Membership, admins: Admins) -> None:
    """An admin who adds the bot is asked in private what the chat may see; nobody else is."""
    if await admins.include(event.from_user.id):
        await membership.on_bot_added(event.chat.id, chat_title(event.chat), actor_of(event))


async def on_migration(message: Message, membership: Membership) -> None:
    """Telegram says it twice, in the old chat and in the new one; the second changes nothing."""
    old = message.migrate_from_chat_id or message.chat.id
    new = message.migrate_to_chat_id or message.chat.id
    await membership.on_chat_moved(old, new)
