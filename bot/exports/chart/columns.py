"""Any number of changes as what columns of pixels can show; pure, loses no extreme."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.exports.chart.stretches import Stretch


@dataclass(slots=True)
class Column:
    """The changes within one column of pixels."""

    x: int
    first: Decimal
    last: Decimal
    lowest: Decimal
    highest: Decimal

    def add(self, amount: Decimal) -> None:
        self.last = amount
        self.lowest = min(self.lowest, amount)
        self.highest = max(self.highest, amount)


@dataclass(slots=True)
class Run:
    """Columns without a gap between them; the last amount holds until `end`."""

    columns: list[Column]
    end: int


def runs(known: Iterable[Stretch], x: Callable[[datetime], int]) -> list[Run]:
    """A run for each time between gaps. `x` is the column of a moment."""
    found: list[Run] = []
    until = None
    for stretch in known:
        at = x(stretch.since)
        if stretch.since != until:
            found.append(Run([], at))
        _add(found[-1].columns, at, stretch.amount)
        until = stretch.until
        found[-1].end = x(until)
    return found


def _add(columns: list[Column], x: int, amount: Decimal) -> None:
    if columns and columns[-1].x == x:
        columns[-1].add(amount)
    else:
        columns.append(Column(x, amount, amount, amount, amount))
