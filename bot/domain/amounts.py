"""Exact amounts, from text to Decimal; never a float, never rounded, never truncated."""

import re
from decimal import Decimal

MAX_AMOUNT_DIGITS = 60
"""Digits of an amount when written out: more than any sum needs, few enough for a screen."""

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
