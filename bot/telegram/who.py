"""Who a Telegram user or chat is to the audit trail and to admins; pure."""

from aiogram.types import Chat, User

from bot.domain import Actor


def actor(user: User | None) -> Actor:
    """A user, or the channel itself where Telegram names nobody."""
    return Actor(user.id, user.full_name) if user else Actor(None, "channel")


def title_of(chat: Chat) -> str:
    """What people call the chat."""
    return chat.title or chat.full_name or str(chat.id)
