"""How one balance, or the sum of all of one currency, went in a period; draws nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.changes import Gap
from bot.exports.chart import Point
from bot.services.history import History
from bot.storage import AmountTable, Database, Summed

COLUMNS = 1000
"""Of a period: as many as the picture is wide in pixels."""

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
    """Memory is bounded however many changes there are; the event loop is not delayed."""

    def __init__(self, database: Database, history: History, *, gap_after: timedelta) -> None:
        """`gap_after`: the time without a reading from which on nothing is known any more."""
        self._amounts = AmountTable(database)
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
        summed = Summed(register_id, keys, currency)
        start = max(since, began)
        points = await self._amounts.thinned(summed, start, until, borders, COLUMNS)
        return replace(series, points=[Point(at, amount) for at, amount in points])
