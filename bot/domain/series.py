"""Any number of amounts over time as the few that a chart can show; pure, loses no extreme.

A moment is an integer here, a `tick` of whatever length.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from bot.domain.amounts import difference

Reached = tuple[int, Decimal]
"""A moment, and the amount from then on."""

ChangedTo = tuple[int, str, Decimal | None, str]
"""A moment, a balance's key, what it is from then on (None: not listed), and its currency."""

_NOTHING = Decimal(0)


class Thinning:
    """Of each column of a chart, first, last, lowest and highest are kept; of equals the first."""

    def __init__(self, since: int, until: int, borders: Sequence[int], columns: int) -> None:
        """`borders`: in order; what is on two sides of one does not share a column."""
        self._since = since
        self._length = max(until - since, 1)
        self._columns = columns
        self._borders = list(reversed(borders))
        self._column = -1
        self._first = self._last = self._lowest = self._highest = (since, _NOTHING)
        self._kept: list[Reached] = []

    def add(self, tick: int, amount: Decimal) -> None:
        """Each later than the one before; from `since` on."""
        column = (tick - self._since) * self._columns // self._length
        point = self._last = (
            (tick, amount) if self._is_in(column, tick) else self._end(tick, amount)
        )
        self._column = column
        if amount < self._lowest[1]:
            self._lowest = point
        elif amount > self._highest[1]:
            self._highest = point

    def points(self) -> Sequence[Reached]:
        """In the order of time."""
        return [*self._kept, *self._of_column()]

    def _is_in(self, column: int, tick: int) -> bool:
        return column == self._column and not (self._borders and tick >= self._borders[-1])

    def _end(self, tick: int, amount: Decimal) -> Reached:
        """The column that there was; a new one begins with this."""
        self._kept.extend(self._of_column())
        while self._borders and tick >= self._borders[-1]:
            self._borders.pop()
        self._first = self._lowest = self._highest = (tick, amount)
        return self._first

    def _of_column(self) -> Sequence[Reached]:
        if self._column < 0:
            return []
        return sorted({self._first, self._lowest, self._highest, self._last})


class RunningSum:
    """The exact sum of balances while they are in a currency; one not listed counts as nothing.

    What several of them have changed by at one moment is one change.
    """

    def __init__(self, keys: Sequence[str], currency: str, thinning: Thinning) -> None:
        self._currency = currency
        self._thinning = thinning
        self._amounts: dict[str, Decimal] = dict.fromkeys(keys, _NOTHING)
        self._sum = _NOTHING
        self._tick: int | None = None  # of what is not handed on yet

    def begin(self, tick: int, held: Mapping[str, tuple[Decimal, str]]) -> None:
        """`held`: amount and currency by key, of these balances and of others."""
        self._tick = tick
        known = held.keys() & self._amounts.keys()
        self.take((tick, key, *held[key]) for key in known)

    def take(self, changes: Iterable[ChangedTo]) -> None:
        """In the order of time, all of one moment together or apart."""
        for tick, key, amount, currency in changes:
            if tick != self._tick:
                self.finish()
                self._tick = tick
            listed = amount is not None and currency == self._currency
            now = amount if listed and amount is not None else _NOTHING
            self._sum = difference(self._sum, difference(self._amounts[key], now))
            self._amounts[key] = now

    def finish(self) -> None:
        """Hand on what was taken."""
        if self._tick is not None:
            self._thinning.add(self._tick, self._sum)
            self._tick = None
