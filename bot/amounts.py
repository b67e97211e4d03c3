"""Amounts, exactly: from text to Decimal to text; never a float, never rounded, never cut."""

import re
from decimal import Decimal

NARROW_NO_BREAK_SPACE = "\u202f"
MINUS = "\u2212"  # a hyphen would let a phone break the line behind it

LONGEST_AMOUNT = 60
"""Digits an amount may have when written out: far beyond any money, short enough for a screen."""

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


def parse_amount(written: str) -> Decimal:
    """The number that was written, digit for digit.

    Raises ValueError for anything but a plain decimal number, with or without an exponent, of at
    most `LONGEST_AMOUNT` digits: no NaN, no infinity, no spaces, underscores or foreign digits.
    """
    if len(written) > 2 * LONGEST_AMOUNT or not _PLAIN_NUMBER.fullmatch(written):
        raise ValueError("not a decimal number")
    amount = Decimal(written)
    if len(written) <= LONGEST_AMOUNT and "E" not in written.upper():
        return amount
    _, digits, exponent = amount.as_tuple()
    assert isinstance(exponent, int)  # only NaN and infinity have letters there
    if max(len(digits), len(digits) + exponent, -exponent) > LONGEST_AMOUNT:
        raise ValueError(f"a number of more than {LONGEST_AMOUNT} digits")
    return amount


def exact(amount: Decimal, accuracy: int) -> str:
    """The amount for machines and copying: padded to `accuracy`, no grouping, «-» if negative.

    Digits beyond the accuracy are all shown. A zero carries no sign.
    """
    return _written(amount, accuracy, "f")


def readable(amount: Decimal, accuracy: int) -> str:
    """The amount for eyes, the same in every language: «1 234 567.50», «−0.05»."""
    grouped = _written(amount, accuracy, ",f")
    return grouped.replace(",", NARROW_NO_BREAK_SPACE).replace("-", MINUS)


def _written(amount: Decimal, accuracy: int, how: str) -> str:
    integer, _, fraction = format(amount, how).partition(".")
    if not amount:
        integer = integer.lstrip("-")
    fraction = fraction.ljust(accuracy, "0")
    return f"{integer}.{fraction}" if fraction else integer
