"""Balances of one register as the terminal shows them: a table for eyes, values for JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.domain.readings import Balance


def as_values(
    as_of: datetime | None, problem: str | None, balances: "Sequence[Balance]"
) -> dict[str, Any]:
    """`problem`: why these are not the balances that were asked for."""
    from bot.presentation.amounts import exact

    return {
        "as_of": as_of.isoformat(timespec="seconds") if as_of else None,
        "problem": problem,
        "balances": {
            b.key: {
                "name": b.name,
                "amount": exact(b.amount, b.accuracy),
                "currency": b.currency,
            }
            for b in balances
        },
    }


def as_table(
    register: str, as_of: datetime | None, problem: str | None, balances: "Sequence[Balance]"
) -> str:
    """The time is printed in its own time zone."""
    from bot.presentation.amounts import readable
    from bot.presentation.columns import aligned
    from bot.presentation.names import plain

    lines = [click.style(plain(register), bold=True)]
    if problem:
        lines.append(click.style(f"  ! {plain(problem)}", fg="red"))
    if as_of:
        lines.append(f"  {'last known' if problem else 'as of'} {as_of:%Y-%m-%d %H:%M:%S %Z}")
    amounts = aligned([readable(b.amount, b.accuracy) for b in balances])
    width = max((len(b.currency) for b in balances), default=0)
    lines += [
        f"  {amount}  {plain(b.currency):<{width}}  {plain(b.name)}"
        for amount, b in zip(amounts, balances, strict=True)
    ]
    return "\n".join(lines)
