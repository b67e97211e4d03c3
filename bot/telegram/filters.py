"""Filters by chat and rights. All are coroutines: aiogram runs any other filter in a thread."""

from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.services.viewers import Viewer

LEFT = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}


async def has_no_access(_: Message | CallbackQuery, viewer: Viewer) -> bool:
    return not viewer.allowed


async def has_access(_: Message | CallbackQuery, viewer: Viewer) -> bool:
    """The chat may see balances; decided for each message and each press."""
    return viewer.allowed


async def is_admin_chat(_: Message | CallbackQuery, viewer: Viewer) -> bool:
    """It is the private chat of an admin; decided for each message and each press."""
    return viewer.is_admin


async def in_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


async def not_private(message: Message) -> bool:
    return message.chat.type != ChatType.PRIVATE


async def not_in_channels(query: CallbackQuery) -> bool:
    return query.message is None or query.message.chat.type != ChatType.CHANNEL


async def is_migration(message: Message) -> bool:
    """A group became a supergroup; Telegram says so in both."""
    return bool(message.migrate_to_chat_id or message.migrate_from_chat_id)


async def bot_was_removed(event: ChatMemberUpdated) -> bool:
    """The bot was removed from a group or channel, or left it."""
    return event.chat.type != ChatType.PRIVATE and event.new_chat_member.status in LEFT


async def bot_was_added(event: ChatMemberUpdated) -> bool:
    """The bot was added to a group or channel."""
    was_gone = event.old_chat_member.status in LEFT
    return event.chat.type != ChatType.PRIVATE and was_gone and not await bot_was_removed(event)
