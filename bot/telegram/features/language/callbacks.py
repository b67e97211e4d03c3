"""What the buttons of /language carry."""

from aiogram.filters.callback_data import CallbackData

EACH_THEIR_OWN = ""
"""Instead of a language's code: everyone is answered in the language of their Telegram."""


class LanguagePress(CallbackData, prefix="lang"):
    """The language to fix for the chat."""

    code: str


class LanguagesPress(CallbackData, prefix="langs"):
    """Opens the screen of /language; carries nothing."""
