"""When a balance was known and unchanged, and what was reached meanwhile; pure, exact."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from bot.exports.chart.data import ChartData, Point


class Stretch(NamedTuple):
    """The amount from `since` to, not including, `until`; one of no length stands at the end."""

    since: datetime
    until: datetime
    amount: Decimal


def stretches(data: ChartData) -> Iterator[Stretch]:
    """In the order of time. They touch each other, but for where nothing is known."""
    for since, until in _outside_gaps(data):
        yield from _within(data, since, until)


def extremes(data: ChartData) -> tuple[Point, Point, Point, Point] | None:
    """First, last, lowest and highest of what is known within the period; None if nothing is.

    Each with the moment since when it is known; the earliest of equal ones. What was held at
    `since` counts.
    """
    known = [Point(each.since, each.amount) for each in stretches(data)]
    if not known:
        return None
    amount = attrgetter("amount")
    return known[0], known[-1], min(known, key=amount), max(known, key=amount)


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


def _within(data: ChartData, since: datetime, until: datetime) -> Iterator[Stretch]:
    points = data.points
    held = max(bisect_right(points, since, key=attrgetter("at")) - 1, 0)
    for number in range(held, len(points)):
        point = points[number]
        if point.at > until:
            return
        after = points[number + 1].at if number + 1 < len(points) else until
        start, end = max(point.at, since), min(after, until)
        if start < end or point.at == data.until:
            yield Stretch(start, end, point.amount)
