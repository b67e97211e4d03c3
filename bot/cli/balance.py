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
    from bot.domain.readings import Balance, Problem, RegisterOutcome
    from bot.services import Services

NO_REGISTERS = "No registers yet. To add one: crystalpay-bot register add NAME --login LOGIN"


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
    outcomes = with_services(lambda services: read_registers(services, names))
    if as_json:
        click.echo(json_text(_values(outcomes, hide_empty), indent=2))
    elif outcomes:
        click.echo("\n\n".join(_as_table(each, hide_empty) for each in outcomes))
    else:
        click.echo(NO_REGISTERS)
    sys.exit(any(each.problem for each in outcomes))


async def read_registers(
    services: "Services", names: tuple[str, ...]
) -> "Sequence[RegisterOutcome]":
    """Those that were named, or all, anew; warns if the key is the reason that one failed."""
    from bot.domain.readings import ProblemKind
    from bot.services.readings import Freshness

    if names:
        named = [await services.registers.named(name) for name in names]
        registers = list(dict.fromkeys(named))  # one that is named twice is read and counted once
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


def problem_words(problem: "Problem | None") -> str | None:
    """What is wrong, with the detail."""
    from bot.presentation.problems import describe

    if problem is None:
        return None
    words, detail = describe(problem, NullTranslations()), problem.detail
    return f"{words} ({detail})" if detail and detail not in words else words


def _values(outcomes: "Sequence[RegisterOutcome]", hide_empty: bool) -> dict[str, Any]:
    return {each.register.name: as_values(*_parts(each, hide_empty)) for each in outcomes}


def _as_table(each: "RegisterOutcome", hide_empty: bool) -> str:
    return as_table(each.register.name, *_parts(each, hide_empty))


def _parts(
    each: "RegisterOutcome", hide_empty: bool
) -> "tuple[datetime | None, str | None, list[Balance]]":
    as_of = each.reading.as_of if each.reading else None
    return as_of, problem_words(each.problem), _shown(each, hide_empty)
