"""What is said to messages that no feature understands; pure."""

from aiogram.types import InlineKeyboardButton

from bot.telegram.ui.keyboards import keyboard
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def unknown_command(t: Localization) -> Screen:
    return Screen(t.gettext("I don't know this command. See what I can do: /help"))


def only_commands(t: Localization) -> Screen:
    """For a text that answers no question: maybe a secret, sent too late or after a restart."""
    text = t.gettext(
        "I only understand commands: /help. If you just sent a secret, delete that message."
    )
    return Screen(text)


def use_private_chat(username: str, t: Localization) -> Screen:
    """For an admin's command in a group."""
    open_chat = InlineKeyboardButton(
        text=t.gettext("Open private chat"), url=f"https://t.me/{username}"
    )
    return Screen(t.gettext("Use this in a private chat."), keyboard([[open_chat]]))
