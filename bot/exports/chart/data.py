"""What a chart shows, as values; computes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """The amount from this moment on, until the next point."""

    at: datetime
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ChartData:
    """One balance in one period. All times are aware and in UTC.

    `points` are in the order of time; those before `since` say what was held then. `gaps` are
    when nobody knows the amount: from the first moment to, not including, the second; in the
    order of time, without overlaps.
    """

    title: str
    points: Sequence[Point]
    gaps: Sequence[tuple[datetime, datetime]]
    since: datetime
    until: datetime
    accuracy: int
    currency: str
