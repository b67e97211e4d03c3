"""The screen of /language; pure."""

from aiogram.types import InlineKeyboardMarkup

from bot.telegram.features.language.callbacks import LanguagePress
from bot.telegram.ui.keyboards import button, keyboard
from bot.translations import Languages, Localization


def language_keyboard(
    languages: Languages, fixed: str | None, t: Localization
) -> InlineKeyboardMarkup:
    """One button a language and one for none; the one that holds is ticked."""
    names = {language.code: language.own_name for language in languages}
    names[""] = t.gettext("As the one who asks")
    buttons = [
        button(f"{'✓ ' if code == (fixed or '') else ''}{name}", LanguagePress(code=code))
        for code, name in names.items()
    ]
    return keyboard([[each] for each in buttons])
