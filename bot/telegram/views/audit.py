"""The screen of /audit: what was done, by whom and when, newest first; pure."""

from datetime import tzinfo

from bot.domain import AuditEntry
from bot.services.audit import AuditPage
from bot.telegram.callbacks import AuditPress
from bot.telegram.keyboards import page_row
from bot.telegram.pager import listing
from bot.telegram.screens import Screen
from bot.telegram.views.events import in_words, who
from bot.telegram.views.html import escape
from bot.telegram.views.times import ageing
from bot.translations import Language

PER_PAGE = 8

LONGEST_NAME = 40
"""Characters of a title or name, so that an entry of the longest ones is still read at a glance."""


def render(page: AuditPage, looks: int, t: Language, timezone: tzinfo) -> Screen:
    """`looks`: at balances, today, in all chats."""
    above = [t.gettext("📜 <b>What was done</b>")]
    if page.number == 0:
        above.append(t.gettext("👁 Looks at balances today (UTC): {count}").format(count=looks))
    if not page.entries:
        above.append(t.gettext("Nothing yet."))
    entries = [_entry(entry, t, timezone) for entry in page.entries]
    turning = page_row(page.number, page.pages, lambda number: AuditPress(page=number))
    return listing(above, entries, turning=turning, apart="\n\n")


def _entry(entry: AuditEntry, t: Language, timezone: tzinfo) -> str:
    what = escape(in_words(entry, t, LONGEST_NAME))
    by = escape(who(entry, t, LONGEST_NAME))
    return f"<b>{what}</b>\n{by} · {ageing(entry.at, t, timezone)}"
