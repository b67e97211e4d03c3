"""Any number of amounts over time as the few that a chart can show; pure, loses no extreme."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.exports.chart import Point

COLUMNS = 1000
"""Of a period: as many as the picture is wide in pixels."""


@dataclass(slots=True)
class _Column:
    first: Point
    last: Point
    lowest: Point
    highest: Point

    def add(self, point: Point) -> None:
        """Of equal extremes the earliest counts."""
        self.last = point
        if point.amount < self.lowest.amount:
            self.lowest = point
        if point.amount > self.highest.amount:
            self.highest = point

    def points(self) -> list[Point]:
        each = {p.at: p for p in (self.first, self.lowest, self.highest, self.last)}
        return [each[at] for at in sorted(each)]


class Thinning:
    """Of each column of a chart, first, last, lowest and highest are kept."""

    def __init__(self, since: datetime, until: datetime, borders: Sequence[datetime]) -> None:
        """`borders`: in order; what is on two sides of one does not share a column."""
        self._since = since
        self._width = max((until - since) / COLUMNS, timedelta.resolution)
        self._borders = borders
        self._place: tuple[int, int] | None = None
        self._column: _Column | None = None
        self._kept: list[Point] = []

    def add(self, at: datetime, amount: Decimal) -> None:
        """Each later than the one before; from `since` on."""
        point = Point(at, amount)
        place = ((at - self._since) // self._width, bisect_right(self._borders, at))
        if self._column and place == self._place:
            self._column.add(point)
            return
        self._kept.extend(self._column.points() if self._column else ())
        self._column, self._place = _Column(point, point, point, point), place

    def points(self) -> list[Point]:
        """In the order of time."""
        return [*self._kept, *(self._column.points() if self._column else ())]
