"""`crystalpay-bot total`: one exact sum per currency, for a person or for a program."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from bot.cli.balance import NO_REGISTERS, problem_words, read_registers
from bot.cli.completion import complete_register
from bot.cli.runner import with_services
from bot.cli.terminal_json import json_text

if TYPE_CHECKING:
    from decimal import Decimal

    from bot.domain.totals import Missing, Total, Totals


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_register)
@click.option("--json", "as_json", is_flag=True, help="Print JSON with exact, ungrouped amounts.")
def total(names: tuple[str, ...], as_json: bool) -> None:
    """Print one sum per currency over all registers, or over the ones named.

    A register that could not be read is in no sum; it is named below them, with what they would be
    with its last known balances, and the exit code is 1.

    \b
    Example:
      crystalpay-bot total --json
    """
    from bot.domain.totals import add_up

    outcomes = with_services(lambda services: read_registers(services, names))
    totals = add_up(outcomes)
    if as_json:
        click.echo(json_text(_values(totals), indent=2))
    elif outcomes:
        paragraphs = [*map(_sum_table, totals.sums), *map(_missing_table, totals.missing)]
        click.echo("\n\n".join(paragraphs) or "No balances.")
    else:
        click.echo(NO_REGISTERS)
    sys.exit(bool(totals.missing))


def _values(totals: "Totals") -> dict[str, Any]:
    return {
        "totals": _sums(totals.sums),
        "missing": {
            each.register.name: {
                "as_of": each.last.as_of.isoformat(timespec="seconds") if each.last else None,
                "problem": problem_words(each.problem),
                "totals_with_it": _sums(each.with_it),
            }
            for each in totals.missing
        },
    }


def _sums(sums: "Sequence[Total]") -> dict[str, Any]:
    from bot.presentation.amounts import exact

    return {
        each.currency: {
            "amount": exact(each.amount, each.accuracy),
            "parts": [
                {
                    "register": register.name,
                    "method": balance.key,
                    "name": balance.name,
                    "amount": exact(balance.amount, balance.accuracy),
                }
                for register, balance in each.parts
            ],
        }
        for each in sums
    }


def _sum_table(each: "Total") -> str:
    from bot.presentation.amounts import readable
    from bot.presentation.names import plain

    amount = readable(each.amount, each.accuracy)
    title = click.style(f"{plain(each.currency)}  {amount}", bold=True)
    names = [plain(register.name) for register, _ in each.parts]
    width = max(map(len, names))
    rows = [
        (balance.amount, balance.accuracy, f"{name:<{width}}  {plain(balance.name)}")
        for name, (_, balance) in zip(names, each.parts, strict=True)
    ]
    return "\n".join([title, *_rows(rows)])


def _missing_table(each: "Missing") -> str:
    from bot.presentation.names import plain

    words = f"! Without {plain(each.register.name)}: {plain(problem_words(each.problem) or '')}"
    lines = [click.style(words, fg="red")]
    if each.last is None:
        return lines[0]
    lines.append(f"  last known {each.last.as_of:%Y-%m-%d %H:%M:%S} UTC; with that it would be:")
    sums = [(s.amount, s.accuracy, plain(s.currency)) for s in each.with_it]
    return "\n".join([*lines, *(_rows(sums) or ["  the same"])])


def _rows(rows: "Sequence[tuple[Decimal, int, str]]") -> list[str]:
    from bot.presentation.amounts import readable
    from bot.presentation.columns import aligned

    amounts = aligned([readable(amount, accuracy) for amount, accuracy, _ in rows])
    return [f"  {amount}  {words}" for amount, (_, _, words) in zip(amounts, rows, strict=True)]
