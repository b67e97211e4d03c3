"""What is said about questions as such; pure."""

from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def delete_it_yourself(t: Localization) -> Screen:
    text = t.gettext(
        "⚠️ I could not delete your message with the secret. Please delete it yourself."
    )
    return Screen(text)


def over(t: Localization) -> Screen:
    text = t.gettext("Ten minutes have passed without an answer, so I stopped waiting: /registers")
    return Screen(text)
