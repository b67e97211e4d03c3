"""The screen of /id; pure."""

from bot.telegram.ui.keyboards import copy_button, keyboard
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def ids(chat_id: int, user_id: int | None, thread_id: int | None, t: Localization) -> Screen:
    """The ids, ready to copy: by a tap on the number and by a button."""
    labelled = [(t.gettext("Chat ID"), chat_id)]
    if user_id is not None:
        labelled.append((t.gettext("Your user ID"), user_id))
    if thread_id is not None:
        labelled.append((t.gettext("Topic ID"), thread_id))
    text = "\n".join(f"{label}: <code>{number}</code>" for label, number in labelled)
    return Screen(text, keyboard([copy_button(label, str(number))] for label, number in labelled))
