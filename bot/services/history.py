"""How the balances of registers got where they are: asks the record and adds nothing to it."""

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bot.domain.changes import Change, Gap, PastReading
from bot.domain.readings import Balance, Reading
from bot.services.recorder import Recorder
from bot.storage import Database, DatabaseError, HistoryTable, StoredSpan


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes, newest first. `has_older`: there is a page behind it."""

    changes: Sequence[Change]
    number: int
    has_older: bool


class History:
    """Every answer knows what was read until now, also what is not written yet.

    `keys` are internal names of balances; None: all that the register has or had. Times are UTC;
    a period includes `since` and not `until`. Methods raise DatabaseError.
    """

    def __init__(self, database: Database, recorder: Recorder) -> None:
        self._table = HistoryTable(database)
        self._recorder = recorder

    async def began(self, register_id: int) -> datetime | None:
        """When the register's record begins; None: it was never read."""
        await self._catch_up()
        return await self._table.began(register_id)

    async def at(self, register_id: int, moment: datetime) -> PastReading | None:
        """Its balances at that moment, or the last ones known before; None: none were."""
        await self._catch_up()
        span = await self._table.span_at(register_id, moment)
        if span is None:
            return None
        balances = await self._table.balances_at(register_id, moment)
        is_known = moment <= span.ended
        as_of = moment if is_known else span.ended
        reading = Reading(as_of, await self._ordered(register_id, balances))
        return PastReading(moment, reading, is_known)

    async def changes(
        self,
        register_id: int,
        keys: Collection[str] | None = None,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> AsyncIterator[Change]:
        """Oldest first, fetched some at a time: there may be millions."""
        await self._catch_up()
        async for changes in self._table.changes(register_id, keys, since, until):
            for change in changes:
                yield change

    async def count(
        self, register_id: int, since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """How many moments of the period brought a change of a balance."""
        await self._catch_up()
        return await self._table.count(register_id, since, until)

    async def newest(
        self, register_id: int, keys: Collection[str] | None, number: int, per_page: int
    ) -> ChangePage:
        """A page of changes, newest first; `number`: from 0."""
        await self._catch_up()
        found = await self._table.newest(register_id, keys, number * per_page, per_page + 1)
        return ChangePage(found[:per_page], number, len(found) > per_page)

    async def gaps(self, register_id: int, since: datetime, until: datetime) -> Sequence[Gap]:
        """The gaps that overlap the time, in order; not the time before the record begins."""
        await self._catch_up()
        spans = await self._table.spans(register_id, since, until)
        return [gap for gap in _gaps(spans) if gap.ended is None or gap.ended > since]

    async def methods(self, register_id: int) -> Sequence[Balance]:
        """Every balance that it has or had, as it was last; one that is gone has a zero."""
        await self._catch_up()
        return await self._table.methods(register_id)

    async def _catch_up(self) -> None:
        with suppress(DatabaseError):  # what was recorded can be shown anyway
            await self._recorder.flush()

    async def _ordered(self, register_id: int, balances: dict[str, Balance]) -> tuple[Balance, ...]:
        last = await self._recorder.last(register_id)
        order = {each.key: place for place, each in enumerate(last.balances if last else ())}
        ranked = sorted(balances.values(), key=lambda each: order.get(each.key, len(order)))
        return tuple(ranked)


def _gaps(spans: Sequence[StoredSpan]) -> Iterator[Gap]:
    for before, after in pairwise(spans):
        yield Gap(before.ended, after.began, before.problem)
    if spans and spans[-1].problem:
        yield Gap(spans[-1].ended, None, spans[-1].problem)
