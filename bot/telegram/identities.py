"""What users and chats are called in the audit trail and in messages, and their language; pure."""

from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, User

from bot.domain.audit import Actor


def actor_of(event: Message | CallbackQuery | ChatMemberUpdated) -> Actor:
    """Who did it, or the channel itself where Telegram names nobody.

    Its `request` stays the same when Telegram delivers the update again under another number.
    """
    user, request = event.from_user, _request(event)
    if user is None:
        return Actor(None, "channel", request)
    return Actor(user.id, user.full_name, request)


def chat_title(chat: Chat) -> str:
    """The name that people know the chat by."""
    return chat.title or chat.full_name or str(chat.id)


def user_language(chat: Chat, user: User | None) -> str:
    """The language of a private chat's user; empty where there are several users."""
    return (user and user.language_code) or "" if chat.type == ChatType.PRIVATE else ""


def _request(event: Message | CallbackQuery | ChatMemberUpdated) -> str:
    match event:
        case CallbackQuery():
            return f"press:{event.id}"
        case Message():
            return f"message:{event.chat.id}:{event.message_id}"
        case _:
            status = event.new_chat_member.status
            return f"member:{event.chat.id}:{event.date.timestamp():.0f}:{status}"
