"""The audit trail: who did what, when and where; it records, and prevents nothing."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.domain.audit import Actor, AuditEntry, Event, ViewCount
from bot.services.delayed_writer import DelayedWriter
from bot.storage import AuditTable, DatabaseError
from bot.storage.timestamps import EPOCH

log = logging.getLogger(__name__)

ANYONE_CAN_CAUSE = frozenset(
    {
        Event.ATTEMPT_DENIED,
        Event.ACCESS_REQUESTED,
        Event.REQUEST_EXPIRED,
        Event.BOT_ADDED,
        Event.BOT_REMOVED,
        Event.CHAT_MOVED,
    }
)
"""Events that need no right: of each only the newest are kept, or strangers could fill the disk."""


KEPT_OF_STRANGERS = 1000

ATTEMPTS_ARE_ONE_FOR = 3600
"""Seconds for which one entry stands for all denied attempts of a chat."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, newest first. `number` counts from 0 and is below `pages`, which is at least 1."""

    entries: Sequence[AuditEntry]
    number: int
    pages: int


class Audit:
    """Call `record` inside the transaction of the operation: both are kept or neither is."""

    def __init__(self, table: AuditTable) -> None:
        self._table = table
        self._looks: Counter[tuple[date, int]] = Counter()  # those not written yet
        self._writing = DelayedWriter("views of balances", self._write_looks)

    async def close(self) -> None:
        """Write what is still only counted."""
        await self._writing.close()

    async def record(
        self, event: Event, actor: Actor, chat_id: int | None = None, **details: str | int | None
    ) -> int:
        """The number of the entry. Details that are None are left out; never pass a secret or
        an amount.
        """
        known = {name: value for name, value in details.items() if value is not None}
        once = ATTEMPTS_ARE_ONE_FOR if event is Event.ATTEMPT_DENIED else None
        keep = KEPT_OF_STRANGERS if event in ANYONE_CAN_CAUSE else None
        return await self._table.add(event, actor, chat_id, known, unless_within=once, keep=keep)

    async def replace(
        self,
        earlier: AuditEntry | None,
        event: Event,
        actor: Actor,
        chat_id: int | None = None,
        **details: str | int | None,
    ) -> None:
        """Record what was done again at the same request: one entry stands for both."""
        if earlier is not None:
            await self._table.remove(actor.request or "", event)
        await self.record(event, actor, chat_id, **details)

    async def record_attempt(self, actor: Actor, chat_id: int) -> None:
        """A stranger was turned away, which counts whether it can be recorded or not."""
        try:
            if not await self.done_by(actor, Event.ATTEMPT_DENIED):
                await self.record(Event.ATTEMPT_DENIED, actor, chat_id)
        except DatabaseError as error:
            log.error("A denied attempt in %s is not in the audit trail: %s", chat_id, error)

    async def done_by(self, actor: Actor, *events: Event) -> AuditEntry | None:
        """What this very message or press did before: Telegram may deliver it twice.

        None when it is new, or asks for something else than these events.
        """
        if actor.request is None:
            return None
        done = await self._table.of_request(actor.request)
        return next((entry for entry in done if entry.event in events), None)

    def count_view(self, chat_id: int) -> None:
        """Count one look at balances today (UTC). It is written a moment later."""
        self._looks[datetime.now(UTC).date(), chat_id] += 1
        self._writing.schedule()

    async def page(self, number: int, per_page: int) -> AuditPage:
        """A page that is not there becomes the nearest one that is."""
        pages = max(1, -(-await self._table.count() // per_page))
        number = min(max(number, 0), pages - 1)
        return AuditPage(await self._table.newest(number * per_page, per_page), number, pages)

    async def since(self, moment: datetime | None = None) -> AsyncIterator[AuditEntry]:
        """Every entry from the moment on, or from the beginning; oldest first."""
        last, entries = await self._table.after(0, moment or EPOCH)
        while entries:
            for entry in entries:
                yield entry
            last, entries = await self._table.after(last, moment or EPOCH)

    async def view_counts(self, since: date | None = None) -> Sequence[ViewCount]:
        """Looks by day and chat, from a day on; None: today's (UTC)."""
        with suppress(DatabaseError):  # those that were written can be shown all the same
            await self._write_looks()
        return await self._table.view_counts(since or datetime.now(UTC).date())

    async def _write_looks(self) -> None:
        while self._looks:
            view_counts, self._looks = self._looks, Counter()
            try:
                await self._table.count_looks(view_counts)
            except DatabaseError:
                self._looks.update(view_counts)  # until the next time
                raise
