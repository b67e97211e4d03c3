"""A column of amounts with their points below each other, for a monospaced line; pure."""

from collections.abc import Sequence

MAX_WIDTH = 22
"""Characters of a monospaced column that leave room for a currency on a 360-px phone."""


def aligned(amounts: Sequence[str]) -> list[str]:
    """The amounts padded to one width, points aligned.

    What does not fit into `MAX_WIDTH` characters, alone or with the others, stands as it is and
    widens nothing: no digit is ever cut.
    """
    split_amounts = [_parts(amount) for amount in amounts]
    before, behind = _widths(split_amounts)
    return [
        integer.rjust(before) + fraction.ljust(behind)
        if len(integer) <= before and len(fraction) <= behind
        else integer + fraction
        for integer, fraction in split_amounts
    ]


def _parts(amount: str) -> tuple[str, str]:
    integer, point, fraction = amount.partition(".")
    return integer, point + fraction


def _widths(split_amounts: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Of a column before and behind the point; the widest amounts give way until it fits."""
    before = max((len(integer) for integer, _ in split_amounts), default=0)
    behind = max((len(fraction) for _, fraction in split_amounts), default=0)
    if before + behind <= MAX_WIDTH:
        return before, behind
    widest = max(len(integer) + len(fraction) for integer, fraction in split_amounts)
    return _widths([part for part in split_amounts if len(part[0]) + len(part[1]) < widest])
