"""The screen of /language; pure."""

from bot.telegram.features.language.callbacks import EACH_THEIR_OWN, LanguagePress
from bot.telegram.features.settings.callbacks import SettingsPress
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.navigation import settings_button
from bot.telegram.ui.screen import Screen
from bot.translations import Languages, Localization


def language_screen(languages: Languages, fixed: str | None, t: Localization) -> Screen:
    """A button for each language and one for none, and the way to the other settings.

    The chosen one has a tick.
    """
    names = {language.code: language.own_name for language in languages}
    names[EACH_THEIR_OWN] = t.gettext("Same as each person's Telegram")
    buttons = [
        button(
            f"{'✓ ' if code == (fixed or EACH_THEIR_OWN) else ''}{name}", LanguagePress(code=code)
        )
        for code, name in names.items()
    ]
    text = t.gettext("Which language should I use here?")
    rows = [*buttons, settings_button(SettingsPress(), t)]
    return Screen(text, keyboard([[each] for each in rows]))
