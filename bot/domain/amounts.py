"""Exact amounts, from text to Decimal; never a float, never rounded, never truncated."""

import re
from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow

MAX_AMOUNT_DIGITS = 60
"""Digits of an amount when written out: more than any sum needs, few enough for a screen."""

_EXACT = Context(prec=1000, traps=[Inexact, InvalidOperation, Overflow])
"""Has digits for the sum of more amounts than there are; what would be rounded raises."""

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


def parse_amount(text: str) -> Decimal:
    """The number in the text, digit for digit.

    Raises ValueError for anything but a plain decimal number, with or without an exponent, of at
    most `MAX_AMOUNT_DIGITS` digits: no NaN, no infinity, no spaces, underscores or foreign digits.
    """
    if len(text) > 2 * MAX_AMOUNT_DIGITS or not _PLAIN_NUMBER.fullmatch(text):
        raise ValueError("not a decimal number")
    amount = Decimal(text)
    if len(text) <= MAX_AMOUNT_DIGITS and "E" not in text.upper():
        return amount
    _, digits, exponent = amount.as_tuple()
    assert isinstance(exponent, int)  # only NaN and infinity have letters there
    if max(len(digits), len(digits) + exponent, -exponent) > MAX_AMOUNT_DIGITS:
        raise ValueError(f"a number of more than {MAX_AMOUNT_DIGITS} digits")
    return amount


def difference(amount: Decimal, subtrahend: Decimal) -> Decimal:
    """Exact, however many digits the two have."""
    return _EXACT.subtract(amount, subtrahend)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Their exact sum."""
    exact = Decimal(0)
    for amount in amounts:
        exact = _EXACT.add(exact, amount)
    return exact
