"""What is said to what nobody understood; pure."""

from aiogram.types import InlineKeyboardButton

from bot.telegram.ui.keyboards import keyboard
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def unknown_command(t: Localization) -> Screen:
    return Screen(t.gettext("I do not know this command. /help shows what I can do."))


def only_commands(t: Localization) -> Screen:
    """For a text that answers nothing: maybe a secret, after a restart or too late."""
    text = t.gettext(
        "I only understand commands: /help. If you just sent a secret, delete that message."
    )
    return Screen(text)


def in_private(username: str, t: Localization) -> Screen:
    """Where an admin's command in a group belongs."""
    open_chat = InlineKeyboardButton(
        text=t.gettext("Open the private chat"), url=f"https://t.me/{username}"
    )
    return Screen(t.gettext("In private, please."), keyboard([[open_chat]]))
