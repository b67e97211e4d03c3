"""The audit trail: who did what, when and where; it records, and prevents nothing."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.domain import Actor, AuditEntry, Event, Looks
from bot.services.later import Later
from bot.storage import AuditTable, DatabaseError
from bot.storage.times import EPOCH

log = logging.getLogger(__name__)

ANYONE_CAN_CAUSE = frozenset(
    {Event.ATTEMPT_DENIED, Event.ACCESS_REQUESTED, Event.BOT_ADDED, Event.BOT_REMOVED}
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
    """What was done stays done when it cannot be recorded: that is logged, and nothing raised."""

    def __init__(self, table: AuditTable) -> None:
        self._table = table
        self._looks: Counter[tuple[date, int]] = Counter()  # those not written yet
        self._writing = Later(self._write_looks)

    async def close(self) -> None:
        """Write what is still only counted."""
        await self._writing.close()

    async def record(
        self, event: Event, actor: Actor, chat_id: int | None = None, **details: str | int | None
    ) -> None:
        """Details that are None are left out. Never pass a secret or an amount."""
        known = {name: value for name, value in details.items() if value is not None}
        once = ATTEMPTS_ARE_ONE_FOR if event is Event.ATTEMPT_DENIED else None
        keep = KEPT_OF_STRANGERS if event in ANYONE_CAN_CAUSE else None
        try:
            await self._table.add(event, actor, chat_id, known, unless_within=once, keep=keep)
        except DatabaseError as error:
            who, where = actor.user_id, chat_id
            log.error("Not in the audit trail: %s by %s in %s: %s", event, who, where, error)

    def count_look(self, chat_id: int) -> None:
        """Count one look at balances today (UTC). It is written a moment later."""
        self._looks[datetime.now(UTC).date(), chat_id] += 1
        self._writing.wanted()

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

    async def looks(self, since: date | None = None) -> Sequence[Looks]:
        """Looks by day and chat, from a day on; None: today's (UTC)."""
        await self._write_looks()
        return await self._table.looks(since or datetime.now(UTC).date())

    async def _write_looks(self) -> None:
        while self._looks:
            looks, self._looks = self._looks, Counter()
            try:
                await self._table.count_looks(looks)
            except DatabaseError as error:
                self._looks.update(looks)  # until the next time
                log.warning("Looks at balances not counted: %s (%s)", self._looks.total(), error)
                return
