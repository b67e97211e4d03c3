"""What the buttons of /language carry."""

from aiogram.filters.callback_data import CallbackData


class LanguagePress(CallbackData, prefix="lang"):
    """The language to fix for the chat; an empty code: everyone is answered in their own."""

    code: str
