"""Amounts as people and machines read them: exact, never a float, never rounded, never cut."""

from decimal import Decimal

NARROW_NO_BREAK_SPACE = "\u202f"

MINUS = "\u2212"  # a hyphen would let a phone break the line behind it


def exact(amount: Decimal, accuracy: int) -> str:
    """The amount for machines and copying: padded to `accuracy`, no grouping, «-» if negative.

    Digits beyond the accuracy are all shown. A zero carries no sign.
    """
    return _written(amount, accuracy, "f")


def readable(amount: Decimal, accuracy: int) -> str:
    """The amount for eyes, the same in every language: «1 234 567.50», «−0.05»."""
    grouped = _written(amount, accuracy, ",f")
    return grouped.replace(",", NARROW_NO_BREAK_SPACE).replace("-", MINUS)


def signed(difference: Decimal, accuracy: int) -> str:
    """A difference for eyes, always with its sign: «+25.50», «−0.05»."""
    return ("+" if difference > 0 else "") + readable(difference, accuracy)


def _written(amount: Decimal, accuracy: int, how: str) -> str:
    integer, _, fraction = format(amount, how).partition(".")
    if not amount:
        integer = integer.lstrip("-")
    fraction = fraction.ljust(accuracy, "0")
    return f"{integer}.{fraction}" if fraction else integer
