"""The screen of /audit: what was done, by whom and when, newest first; pure."""

from bot.domain.audit import AuditEntry
from bot.presentation.audit_events import describe, who
from bot.services.audit import AuditPage
from bot.telegram.features.audit.callbacks import AuditPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import page_row
from bot.telegram.ui.pager import listing
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

PER_PAGE = 8

MAX_NAME_LENGTH = 40
"""Characters of a title or name, so that an entry of the longest ones is still read at a glance."""


def render(page: AuditPage, view_counts: int, t: Localization) -> Screen:
    """`view_counts`: at balances, today, in all chats."""
    above = [t.gettext("📜 <b>What was done</b>")]
    if page.number == 0:
        above.append(
            t.gettext("👁 Looks at balances today (UTC): {count}").format(count=view_counts)
        )
    if not page.entries:
        above.append(t.gettext("Nothing yet."))
    entries = [_entry(entry, t) for entry in page.entries]
    paging = page_row(page.number, page.pages, lambda number: AuditPress(page=number))
    return listing(above, entries, paging=paging, apart="\n\n")


def _entry(entry: AuditEntry, t: Localization) -> str:
    what = escape(describe(entry, t, MAX_NAME_LENGTH))
    by = escape(who(entry, t, MAX_NAME_LENGTH))
    return f"<b>{what}</b>\n{by} · {relative_time(entry.at, t)}"
