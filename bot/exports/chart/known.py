"""When a balance was known, and what was reached meanwhile; pure, exact."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from bot.exports.chart.data import ChartData, Point

AT, AMOUNT = attrgetter("at"), attrgetter("amount")
BATCH = 10_000
"""Points that `min` looks at before another thread, that of the bot's answers, may run."""


class Known(NamedTuple):
    """A time without gaps: from its first point, of at least one, to, not including, `until`."""

    points: Sequence[Point]
    until: datetime


def known_times(data: ChartData) -> list[Known]:
    """In the order of time; all points are within the period, the first held one moved to it.

    An amount of exactly `data.until` is known, if no gap covers that moment.
    """
    return [
        Known(points, until)
        for since, until in _outside_gaps(data)
        if (points := _points(data, since, until))
    ]


def extremes(data: ChartData) -> tuple[Point, Point, Point, Point] | None:
    """First, last, lowest and highest of what is known within the period; None if nothing is.

    Each with the moment since when it is known; the earliest of equal ones. What was held at
    `since` counts.
    """
    known = known_times(data)
    if not known:
        return None
    low = min((lowest(each.points) for each in known), key=AMOUNT)
    high = max((highest(each.points) for each in known), key=AMOUNT)
    return known[0].points[0], known[-1].points[-1], low, high


def lowest(points: Sequence[Point]) -> Point:
    """The earliest of the lowest."""
    return min((min(batch, key=AMOUNT) for batch in _batches(points)), key=AMOUNT)


def highest(points: Sequence[Point]) -> Point:
    """The earliest of the highest."""
    return max((max(batch, key=AMOUNT) for batch in _batches(points)), key=AMOUNT)


def _batches(points: Sequence[Point]) -> Iterator[Sequence[Point]]:
    return (points[start : start + BATCH] for start in range(0, len(points), BATCH))


def _outside_gaps(data: ChartData) -> Iterator[tuple[datetime, datetime]]:
    known_from = data.since
    for gap_since, gap_until in data.gaps:
        if gap_since > data.until:
            break
        if gap_since > known_from:
            yield known_from, gap_since
        known_from = max(known_from, gap_until)
    if known_from <= data.until:
        yield known_from, data.until


def _points(data: ChartData, since: datetime, until: datetime) -> list[Point]:
    """Those in force from `since` on. Copied by slices: a loop over 100,000 would be felt."""
    end = (bisect_right if until == data.until else bisect_left)(data.points, until, key=AT)
    if since == until:
        return list(data.points[bisect_left(data.points, until, key=AT) : end])
    held = bisect_right(data.points, since, key=AT) - 1
    points = list(data.points[max(held, 0) : end])
    if held >= 0:
        points[0] = Point(since, points[0].amount)
    return points
