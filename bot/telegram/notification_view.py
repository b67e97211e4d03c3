"""Messages that the bot sends unasked; pure."""

from collections.abc import Sequence

from bot.telegram.ui.html import escape
from bot.telegram.ui.register_names import join_names
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def access_denied(t: Localization) -> Screen:
    return Screen(t.gettext("The owner declined this chat's request for access."))


def grant_ended(names: Sequence[str | None], t: Localization) -> Screen:
    """A name of None, here and below: all registers."""
    text = t.gettext("⌛ This chat's access has ended: {names}")
    return Screen(text.format(names=join_names(names, t)))


def grant_ended_for_admins(chat: str, names: Sequence[str | None], t: Localization) -> Screen:
    text = t.gettext("⌛ Access has ended for {chat}: {names}")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>", names=join_names(names, t)))


def invite_used(chat: str, who: str, t: Localization) -> Screen:
    text = t.gettext("✅ {chat} used an invite ({who}).")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>", who=escape(who)))


def bot_removed(chat: str, t: Localization) -> Screen:
    text = t.gettext("🚪 I was removed from {chat}, so its access has ended.")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>"))
