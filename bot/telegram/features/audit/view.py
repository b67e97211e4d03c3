"""The screen of /audit: what was done, by whom and when, newest first; pure."""

from bot.domain.audit import AuditEntry
from bot.presentation.audit_events import describe, who
from bot.services.audit import AuditPage
from bot.telegram.features.audit.callbacks import AuditPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import page_row
from bot.telegram.ui.pager import list_screen
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

PER_PAGE = 8

MAX_NAME_LENGTH = 40
"""Characters of a title or name, so that even the longest entry is short."""


def render(page: AuditPage, view_counts: int, t: Localization) -> Screen:
    """`view_counts`: how often balances were viewed today, in all chats."""
    header = [t.gettext("📜 <b>Activity log</b>")]
    if page.number == 0:
        header.append(t.gettext("👁 Balance views today (UTC): {count}").format(count=view_counts))
    if not page.entries:
        header.append(t.gettext("Nothing yet."))
    entries = [_entry(entry, t) for entry in page.entries]
    paging = page_row(page.number, page.pages, lambda number: AuditPress(page=number))
    return list_screen(header, entries, paging=paging, separator="\n\n")


def _entry(entry: AuditEntry, t: Localization) -> str:
    what = escape(describe(entry, t, MAX_NAME_LENGTH))
    by = escape(who(entry, t, MAX_NAME_LENGTH))
    return f"<b>{what}</b>\n{by} · {relative_time(entry.at, t)}"
