"""Which round amounts stand at the axis, and their texts; exact, never a float."""

from collections.abc import Iterator
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

from bot.domain.amounts import MAX_AMOUNT_DIGITS
from bot.presentation.amounts import readable

EXACT = Context(prec=4 * MAX_AMOUNT_DIGITS)
"""Digits for any sum, difference or half of two amounts."""


class AmountTick(NamedTuple):
    amount: Decimal
    text: str


class AmountAxis(NamedTuple):
    """From `low` to `high`, which are equal when the amount never changed."""

    low: Decimal
    high: Decimal
    ticks: tuple[AmountTick, ...]

    def share(self, amount: Decimal) -> float:
        """How far up the amount stands, from 0 to 1; in the middle if all are equal."""
        if self.low == self.high:
            return 0.5
        with localcontext(EXACT):
            return float((amount - self.low) / (self.high - self.low))


def amount_axis(lowest: Decimal, highest: Decimal, accuracy: int, most: int) -> AmountAxis:
    """An axis of two to `most` ticks that holds both amounts; of one if they are equal.

    `most` is at least three: what is on both sides of zero takes as many.
    """
    if lowest == highest:
        return AmountAxis(lowest, highest, (AmountTick(lowest, readable(lowest, accuracy)),))
    with localcontext(EXACT):
        low, high = _with_zero_if_near(lowest, highest)
        unit = max(accuracy, _decimals(low), _decimals(high))
        for step in _round_steps(high - low, unit):
            first, last = _floor(low, step), -_floor(-high, step)
            if last - first < most:
                break
        ticks = [step * number for number in _integers(first, last)]
        return AmountAxis(ticks[0], ticks[-1], _labelled(ticks, accuracy))


def _with_zero_if_near(lowest: Decimal, highest: Decimal) -> tuple[Decimal, Decimal]:
    """The axis begins at zero unless what changed would look flat there."""
    if 0 < 2 * lowest <= highest:
        return Decimal(0), highest
    if 0 > 2 * highest >= lowest:
        return lowest, Decimal(0)
    return lowest, highest


def _round_steps(span: Decimal, unit: int) -> Iterator[Decimal]:
    """1, 2, 5, 10, … times a power of ten, from far too small, but no finer than the amounts."""
    power = max(span.adjusted() - 2, -unit)
    while True:
        for mantissa in (1, 2, 5):
            yield Decimal(mantissa).scaleb(power)
        power += 1


def _floor(amount: Decimal, step: Decimal) -> Decimal:
    """The greatest whole number of steps that is not above the amount."""
    number = amount // step
    return number - 1 if number * step > amount else number


def _integers(first: Decimal, last: Decimal) -> Iterator[Decimal]:
    while first <= last:
        yield first
        first += 1


def _labelled(ticks: list[Decimal], accuracy: int) -> tuple[AmountTick, ...]:
    """As many decimals as the steps need, all alike; kopecks and cents always stand in twos."""
    needed = max(_decimals(tick) for tick in ticks)
    shown = max(needed, min(accuracy, 2)) if needed else 0
    return tuple(AmountTick(tick, readable(tick.normalize(), shown)) for tick in ticks)


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)
