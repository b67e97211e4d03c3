"""Deletes a message that may hold a secret from its chat; does not decide which one does."""

from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import Message

from bot.telegram.ui.screen import Screen
from bot.translations import Localization


async def delete_secret(message: Message) -> bool:
    """Whether the message is gone from the chat."""
    try:
        await message.delete()
    except TelegramBadRequest as error:
        return "not found" in error.message
    except AiogramError:
        return False
    return True


def secret_not_deleted(t: Localization) -> Screen:
    text = t.gettext("⚠️ I couldn't delete your message with the secret. Please delete it yourself.")
    return Screen(text)
