"""Any number of changes as what columns of pixels can show; pure, loses no extreme."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from bot.exports.chart.data import Point
from bot.exports.chart.known import AT, Known, highest, lowest


class Column(NamedTuple):
    """The changes that are closer to each other than a pixel is wide; `at` is the first one's."""

    at: datetime
    first: Decimal
    last: Decimal
    lowest: Decimal
    highest: Decimal


class Run(NamedTuple):
    """Columns without a gap between them; the last amount holds until `until`."""

    columns: list[Column]
    until: datetime


def runs(known: Sequence[Known], width: timedelta) -> list[Run]:
    """A run for each time between gaps, in columns of that width."""
    return [Run(list(_columns(each.points, width)), each.until) for each in known]


def _columns(points: Sequence[Point], width: timedelta) -> Iterator[Column]:
    """As long as it takes to find the columns: what is within one is left to `min` and `max`."""
    start = 0
    while start < len(points):
        at = points[start].at
        end = max(bisect_left(points, at + width, lo=start, key=AT), start + 1)
        within = points[start:end]
        low, high = lowest(within).amount, highest(within).amount
        yield Column(at, within[0].amount, within[-1].amount, low, high)
        start = end
