"""What only admins may do, and only in their private chats."""

from aiogram.types import CallbackQuery, Message

from bot.services.access import Viewer


def for_admins(_: Message | CallbackQuery, viewer: Viewer) -> bool:
    """The private chat of an admin; decided for each message and each press."""
    return viewer.is_admin
