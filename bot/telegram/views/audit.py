"""The screen of /audit: what was done, by whom and when, newest first; pure."""

from datetime import tzinfo

from bot.domain import AuditEntry
from bot.services.audit import AuditPage
from bot.telegram.keyboards import audit_keyboard
from bot.telegram.screens import Screen
from bot.telegram.views.events import in_words, who
from bot.telegram.views.html import escape
from bot.telegram.views.times import ageing
from bot.translations import Language

PER_PAGE = 8

LONGEST_NAME = 40
"""Characters of a title or name, so that a page of the longest ones still fits in a message."""


def render(page: AuditPage, looks: int, t: Language, timezone: tzinfo) -> Screen:
    """`looks`: at balances, today, in all chats."""
    lines = [t.gettext("📜 <b>What was done</b>")]
    if page.number == 0:
        lines.append(t.gettext("👁 Looks at balances today (UTC): {count}").format(count=looks))
    lines += [_entry(entry, t, timezone) for entry in page.entries]
    if not page.entries:
        lines.append(t.gettext("Nothing yet."))
    if page.pages > 1:
        number = t.gettext("Page {page} of {pages}")
        lines.append(number.format(page=page.number + 1, pages=page.pages))
    return Screen("\n\n".join(lines), audit_keyboard(page.number, page.pages))


def _entry(entry: AuditEntry, t: Language, timezone: tzinfo) -> str:
    what = escape(in_words(entry, t, LONGEST_NAME))
    by = escape(who(entry, t, LONGEST_NAME))
    return f"<b>{what}</b>\n{by} · {ageing(entry.at, t, timezone)}"
