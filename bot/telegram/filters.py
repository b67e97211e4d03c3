"""Who and what a handler is for. Coroutines all: aiogram runs any other filter in a thread."""

from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.services.viewers import Viewer

GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}


async def is_stranger(_: Message | CallbackQuery, viewer: Viewer) -> bool:
    return not viewer.allowed


async def for_viewers(_: Message | CallbackQuery, viewer: Viewer) -> bool:
    """A chat that may see balances; decided for each message and each press."""
    return viewer.allowed


async def for_admins(_: Message | CallbackQuery, viewer: Viewer) -> bool:
    """The private chat of an admin; decided for each message and each press."""
    return viewer.is_admin


async def in_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


async def elsewhere(message: Message) -> bool:
    return message.chat.type != ChatType.PRIVATE


async def not_in_channels(query: CallbackQuery) -> bool:
    return query.message is None or query.message.chat.type != ChatType.CHANNEL


async def got_new_id(message: Message) -> bool:
    """A group became a supergroup; told in both."""
    return bool(message.migrate_to_chat_id or message.migrate_from_chat_id)


async def bot_left(event: ChatMemberUpdated) -> bool:
    """The bot was removed from a group or channel, or left it."""
    return event.chat.type != ChatType.PRIVATE and event.new_chat_member.status in GONE


async def bot_came(event: ChatMemberUpdated) -> bool:
    """The bot was added to a group or channel."""
    was_gone = event.old_chat_member.status in GONE
    return event.chat.type != ChatType.PRIVATE and was_gone and not await bot_left(event)
