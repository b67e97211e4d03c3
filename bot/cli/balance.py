"""`crystalpay-bot balance`: prints balances for a person or for a program."""

import sys
from collections.abc import Sequence
from datetime import datetime
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

import click

from bot.cli.balance_output import as_table, as_values
from bot.cli.completion import complete_register
from bot.cli.runner import with_services
from bot.cli.terminal_json import json_text

if TYPE_CHECKING:
    from bot.domain.readings import Balance, RegisterOutcome
    from bot.services import Services


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_register)
@click.option("--hide-empty", is_flag=True, help="Leave out zero amounts.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with exact, ungrouped amounts.")
def balance(names: tuple[str, ...], hide_empty: bool, as_json: bool) -> None:
    """Print the balances of all registers, or of the ones named.

    Exits with 1 if a register could not be read; the others are still printed.

    \b
    Example:
      crystalpay-bot balance Shop --hide-empty
    """
    outcomes = with_services(lambda services: _read(services, names))
    if as_json:
        click.echo(json_text(_values(outcomes, hide_empty), indent=2))
    elif outcomes:
        click.echo("\n\n".join(_as_table(each, hide_empty) for each in outcomes))
    else:
        click.echo("No registers yet. To add one: crystalpay-bot register add NAME --login LOGIN")
    sys.exit(any(each.problem for each in outcomes))


async def _read(services: "Services", names: tuple[str, ...]) -> "Sequence[RegisterOutcome]":
    from bot.domain.readings import ProblemKind
    from bot.services.readings import Freshness

    if names:
        registers = [await services.registers.named(name) for name in names]
    else:
        registers = [each.register for each in await services.registers.listed()]
    outcomes = await services.readings.read(registers, Freshness.FORCE)
    about_keys = (ProblemKind.SECRET_LOST, ProblemKind.KEY_UNREADABLE)
    if any(each.problem and each.problem.kind in about_keys for each in outcomes):
        click.echo(f"Warning: {await services.encryption_keys.diagnose()}.", err=True)
    return outcomes


def _shown(each: "RegisterOutcome", hide_empty: bool) -> "list[Balance]":
    balances = each.reading.balances if each.reading else ()
    return [b for b in balances if not (hide_empty and b.is_empty)]


def _words(each: "RegisterOutcome") -> str | None:
    from bot.presentation.problems import describe

    if each.problem is None:
        return None
    words = describe(each.problem, NullTranslations())
    detail = each.problem.detail
    return f"{words} ({detail})" if detail and detail not in words else words


def _values(outcomes: "Sequence[RegisterOutcome]", hide_empty: bool) -> dict[str, Any]:
    return {
        each.register.name: as_values(_as_of(each), _words(each), _shown(each, hide_empty))
        for each in outcomes
    }


def _as_table(each: "RegisterOutcome", hide_empty: bool) -> str:
    return as_table(each.register.name, _as_of(each), _words(each), _shown(each, hide_empty))


def _as_of(each: "RegisterOutcome") -> datetime | None:
    return each.reading.as_of if each.reading else None
