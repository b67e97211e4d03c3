"""How one balance, or the sum of all of one currency, went in a period; draws nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.amounts import difference, total
from bot.domain.changes import Gap
from bot.domain.readings import Balance
from bot.exports.chart import Point
from bot.services.history import History
from bot.services.thinning import COLUMNS, Thinning
from bot.storage import AmountTable, Database, HistoryTable, StoredAmount, first_cursor

CHUNK = 5000
"""Amounts that are fetched at once."""

_TICK = timedelta(milliseconds=1)
"""What the record tells apart."""


@dataclass(frozen=True, slots=True)
class Series:
    """`points`: what was held at `since`, if it was known, and the changes until `until`; so few
    that a chart shows each, with every extreme. `gaps`: the longest, cut to the period, of
    `gap_count`; one that still lasts has no end. `began`: when the record begins.
    """

    since: datetime
    until: datetime
    began: datetime
    points: Sequence[Point]
    gaps: Sequence[Gap]
    gap_count: int

    def unknown(self) -> Sequence[tuple[datetime, datetime]]:
        """The gaps as a chart has them: the moment of a reading is known."""
        end = self.until + _TICK
        return [(gap.began + _TICK, gap.ended or end) for gap in self.gaps]


class BalanceSeries:
    """Memory is bounded however many changes there are; the event loop computes nothing."""

    def __init__(self, database: Database, history: History, *, gap_after: timedelta) -> None:
        """`gap_after`: the time without a reading from which on nothing is known any more."""
        self._amounts = AmountTable(database)
        self._table = HistoryTable(database)
        self._history = history
        self._gap_after = gap_after

    async def keys_with(self, register_id: int, currency: str) -> Sequence[str]:
        """Keys of the register's balances that are, or once were, in that currency."""
        return await self._amounts.keys_with(register_id, currency)

    async def read(
        self,
        register_id: int,
        keys: Sequence[str],
        currency: str,
        since: datetime | None,
        until: datetime,
    ) -> Series | None:
        """The exact sum of these balances while they are in that currency; one that is not listed
        counts as nothing. `since` None: from the beginning of the record. None: there is none.

        Raises DatabaseError.
        """
        began = await self._history.began(register_id)
        if began is None:
            return None
        since = began if since is None else since
        found = await self._amounts.longest_gaps(
            register_id, since, until, self._gap_after, COLUMNS
        )
        series = Series(since, until, began, (), found.gaps, found.count)
        borders = sorted(at for gap in series.unknown() for at in gap)
        thinning = Thinning(since, until, borders)
        await self._add_amounts(_Sum(keys, currency, thinning), register_id, series)
        return replace(series, points=thinning.points())

    async def _add_amounts(self, added: "_Sum", register_id: int, series: Series) -> None:
        start = max(series.since, series.began)
        held = await self._table.balances_at(register_id, start)
        added.begin(start, held)
        cursor = first_cursor(start + _TICK)
        while True:
            chunk = await self._amounts.chunk(register_id, added.keys, cursor, series.until, CHUNK)
            await asyncio.to_thread(added.take, chunk.amounts)
            if chunk.cursor is None:
                break
            cursor = chunk.cursor
        added.finish()


class _Sum:
    """A running sum; what several balances have changed by at one moment is one change."""

    def __init__(self, keys: Sequence[str], currency: str, thinning: Thinning) -> None:
        self.keys = keys
        self._currency = currency
        self._thinning = thinning
        self._amounts = dict.fromkeys(keys, Decimal(0))
        self._sum = Decimal(0)
        self._at: datetime | None = None  # of what is not handed on yet

    def begin(self, at: datetime, held: Mapping[str, Balance]) -> None:
        self._at = at
        for key in held.keys() & self._amounts.keys():
            self._set(key, held[key].amount, held[key].currency)

    def take(self, amounts: Sequence[StoredAmount]) -> None:
        for each in amounts:
            if self._at and each.at != self._at:
                self._thinning.add(self._at, self._sum)
            self._at = each.at
            self._set(each.key, each.amount, each.currency)

    def finish(self) -> None:
        if self._at:
            self._thinning.add(self._at, self._sum)

    def _set(self, key: str, amount: Decimal | None, currency: str) -> None:
        held = amount if amount is not None and currency == self._currency else Decimal(0)
        self._sum = total((self._sum, difference(held, self._amounts[key])))
        self._amounts[key] = held
