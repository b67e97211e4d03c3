"""The audit trail: who did what, when and where; it records and never prevents anything."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.domain.audit import Actor, AuditEntry, Event, ViewCount
from bot.services.delayed_writer import DelayedWriter
from bot.storage import AuditTable, DatabaseError

log = logging.getLogger(__name__)

UNPRIVILEGED_EVENTS = frozenset(
    {
        Event.ATTEMPT_DENIED,
        Event.ACCESS_REQUESTED,
        Event.REQUEST_EXPIRED,
        Event.BOT_ADDED,
        Event.BOT_REMOVED,
        Event.CHAT_MOVED,
    }
)
"""Events that anyone can cause; only the newest of each are kept, lest strangers fill the disk."""

MAX_UNPRIVILEGED_ENTRIES = 1000
"""Entries that are kept of each such event."""

ATTEMPT_INTERVAL = timedelta(hours=1)
"""One entry stands for all denied attempts of a chat within this time."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, newest first. `number`: from 0 to `pages` - 1; `pages`: at least 1."""

    entries: Sequence[AuditEntry]
    number: int
    pages: int


class Audit:
    """Call `record` inside the transaction of the operation: both are committed or neither is."""

    def __init__(self, table: AuditTable) -> None:
        self._table = table
        self._unsaved_views: Counter[tuple[date, int]] = Counter()  # by day (UTC) and chat id
        self._view_writer = DelayedWriter("views of balances", self._write_views)

    async def close(self) -> None:
        """Save the views that are not saved yet."""
        await self._view_writer.close()

    async def record(
        self, event: Event, actor: Actor, chat_id: int | None = None, **details: str | int | None
    ) -> int:
        """Returns the number of the entry. Details that are None are left out.

        Never pass a secret or an amount.
        """
        known = {name: value for name, value in details.items() if value is not None}
        once = ATTEMPT_INTERVAL if event is Event.ATTEMPT_DENIED else None
        keep = MAX_UNPRIVILEGED_ENTRIES if event in UNPRIVILEGED_EVENTS else None
        return await self._table.add(event, actor, chat_id, known, unless_within=once, keep=keep)

    async def replace(
        self,
        earlier: AuditEntry | None,
        event: Event,
        actor: Actor,
        chat_id: int | None = None,
        **details: str | int | None,
    ) -> None:
        """Record what the same request did again, in place of its `earlier` entry, if any."""
        if earlier is not None:
            await self._table.remove(actor.request or "", event)
        await self.record(event, actor, chat_id, **details)

    async def record_attempt(self, actor: Actor, chat_id: int) -> None:
        """A stranger was refused. An error is logged, not raised: the refusal stands anyway."""
        try:
            if not await self.done_by(actor, Event.ATTEMPT_DENIED):
                await self.record(Event.ATTEMPT_DENIED, actor, chat_id)
        except DatabaseError as error:
            log.error("A denied attempt in %s is not in the audit trail: %s", chat_id, error)

    async def done_by(self, actor: Actor, *events: Event) -> AuditEntry | None:
        """The entry of what this same request did before: Telegram may deliver it twice.

        None if it has caused none of these events.
        """
        if actor.request is None:
            return None
        done = await self._table.of_request(actor.request)
        return next((entry for entry in done if entry.event in events), None)

    def count_view(self, chat_id: int) -> None:
        """Count one view of balances today (in UTC). It is saved a moment later."""
        self._unsaved_views[datetime.now(UTC).date(), chat_id] += 1
        self._view_writer.schedule()

    async def page(self, number: int, per_page: int) -> AuditPage:
        """The page with this number, or the nearest one that exists."""
        pages = max(1, -(-await self._table.count() // per_page))
        number = min(max(number, 0), pages - 1)
        return AuditPage(await self._table.newest(number * per_page, per_page), number, pages)

    async def since(self, moment: datetime | None = None) -> AsyncIterator[AuditEntry]:
        """All entries since the moment (with a time zone), or since the beginning; oldest first."""
        last, entries = await self._table.after(0, moment)
        while entries:
            for entry in entries:
                yield entry
            last, entries = await self._table.after(last, moment)

    async def view_counts(self, since: date | None = None) -> Sequence[ViewCount]:
        """Views by day and chat since that day; None: those of today (in UTC)."""
        with suppress(DatabaseError):  # those that were saved can be shown anyway
            await self._write_views()
        return await self._table.view_counts(since or datetime.now(UTC).date())

    async def _write_views(self) -> None:
        while self._unsaved_views:
            views, self._unsaved_views = self._unsaved_views, Counter()
            try:
                await self._table.add_view_counts(views)
            except DatabaseError:
                self._unsaved_views.update(views)  # for the next attempt
                raise
