"""Who a Telegram user or chat is to the audit trail and to admins; pure."""

from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, User

from bot.domain.audit import Actor


def actor_of(event: Message | CallbackQuery | ChatMemberUpdated) -> Actor:
    """Who writes, presses or changes, or the channel itself where Telegram names nobody.

    Its `request` is the same when Telegram delivers the update again, whatever number that has.
    """
    user, request = event.from_user, _request(event)
    if user is None:
        return Actor(None, "channel", request)
    return Actor(user.id, user.full_name, request)


def chat_title(chat: Chat) -> str:
    """What people call the chat."""
    return chat.title or chat.full_name or str(chat.id)


def user_language(chat: Chat, user: User | None) -> str:
    """The language of the only user that the chat has; empty where there are several."""
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
