"""A column of amounts with their points below each other, for a monospaced line; pure."""

from collections.abc import Sequence

WIDEST = 22
"""Characters of a monospaced column that leave room for a currency on a 360-px phone."""


def aligned(amounts: Sequence[str]) -> list[str]:
    """The amounts padded to one width, points aligned.

    What does not fit into `WIDEST` characters, alone or with the others, stands as it is and
    widens nothing: no digit is ever cut.
    """
    fitting = [amount for amount in amounts if len(amount) <= WIDEST]
    while fitting and _before(fitting) + _behind(fitting) > WIDEST:
        widest = max(fitting, key=len)
        fitting = [amount for amount in fitting if len(amount) < len(widest)]
    before, behind = _before(fitting), _behind(fitting)
    return [_padded(a, before, behind) if a in fitting else a for a in amounts]


def _parts(amount: str) -> tuple[str, str]:
    integer, point, fraction = amount.partition(".")
    return integer, point + fraction


def _before(amounts: Sequence[str]) -> int:
    return max((len(_parts(amount)[0]) for amount in amounts), default=0)


def _behind(amounts: Sequence[str]) -> int:
    return max((len(_parts(amount)[1]) for amount in amounts), default=0)


def _padded(amount: str, before: int, behind: int) -> str:
    integer, fraction = _parts(amount)
    return integer.rjust(before) + fraction.ljust(behind)
