"""`crystalpay-bot history`: how a register's balances changed, or what they were once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import click

from bot.cli.balance_output import as_table, as_values
from bot.cli.completion import complete_register
from bot.cli.runner import settings, with_services
from bot.cli.terminal_json import json_text
from bot.cli.time_option import TimeOption, check_period, in_zone, refuse_future

if TYPE_CHECKING:
    from bot.domain.changes import Change, Gap
    from bot.domain.readings import Balance
    from bot.domain.registers import Register
    from bot.services import Services

ALIGNED_TOGETHER = 1000
"""Lines whose amounts stand below each other; there may be millions of lines."""

SHORTEST_TIME = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about, and how it is printed."""

    register: str
    method: str | None
    as_json: bool
    zone: tzinfo

    def written(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M:%S %Z}"


@click.command()
@click.argument("register", shell_complete=complete_register)
@click.argument("method", required=False)
@click.option("--since", type=TimeOption(), help="Leave out what is older.")
@click.option("--until", type=TimeOption(), help="Leave out that moment and what is newer.")
@click.option("--at", "moment", type=TimeOption(), help="Print the balances at that moment.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with exact, ungrouped amounts.")
def history(
    register: str,
    method: str | None,
    since: datetime | None,
    until: datetime | None,
    moment: datetime | None,
    as_json: bool,
) -> None:
    """Print how the balances of REGISTER changed, newest last.

    METHOD is the key, the name or the currency of a balance. TIME is a date,
    a time or a period before now (7d, 24h, 30m); without an offset it is in
    TIMEZONE. With --json, one object per line; with --at, one in all.

    \b
    Examples:
      crystalpay-bot history Shop --since 7d
      crystalpay-bot history Shop USDT --since 2026-11-01 --json
      crystalpay-bot history Shop --at 2026-11-01T14:00
    """
    asked = Asked(register, method, as_json, settings().zone)
    if moment:
        if since or until:
            raise click.UsageError("--at is one moment; leave out --since and --until")
        then = in_zone(moment, asked.zone)
        refuse_future("--at", then)
        return with_services(lambda services: _print_balances(services, asked, then))
    begin = in_zone(since, asked.zone) if since else None
    end = in_zone(until, asked.zone) if until else datetime.now(UTC)
    check_period(begin, end)
    return with_services(lambda services: _print_changes(services, asked, begin, end))


async def _print_balances(services: "Services", asked: Asked, moment: datetime) -> None:
    register, keys = await _find(services, asked, moment)
    past = await services.history.at(register.id, moment)
    assert past, "the record begins before that moment"
    balances = [each for each in past.reading.balances if keys is None or each.key in keys]
    as_of = past.reading.as_of
    problem = None if past.is_known else f"Not known at {asked.written(moment)}."
    if asked.as_json:
        click.echo(json_text({register.name: as_values(as_of, problem, balances)}, indent=2))
    else:
        click.echo(as_table(register.name, as_of.astimezone(asked.zone), problem, balances))


async def _print_changes(
    services: "Services", asked: Asked, since: datetime | None, until: datetime
) -> None:
    register, keys = await _find(services, asked, until - SHORTEST_TIME)
    changes = services.history.changes(register.id, keys, since=since, until=until)
    if asked.as_json:
        printed = await _print_objects(changes, register)
    else:
        began = await services.history.began(register.id)
        assert began, "there is a record"
        gaps = await services.history.gaps(register.id, since or began, until)
        head = _heading(register, f"recorded since {asked.written(began)}")
        printed = await _print_lines(_merged(changes, gaps), head, asked.zone)
    if not printed:
        click.echo("Nothing changed in that time.", err=True)


async def _find(
    services: "Services", asked: Asked, last_moment: datetime
) -> "tuple[Register, frozenset[str] | None]":
    """The register and the keys of the balances. Raises ClickException if nothing is known."""
    register = await services.registers.named(asked.register)
    began = await services.history.began(register.id)
    if began is None:
        raise click.ClickException(f"nothing is recorded of “{asked.register}” yet")
    if last_moment < began:
        raise click.ClickException(
            f"the record of “{asked.register}” begins {asked.written(began)}; "
            "nothing is known before"
        )
    if asked.method is None:
        return register, None
    return register, _keys(asked.method, await services.history.methods(register.id))


def _keys(asked: str, methods: "Sequence[Balance]") -> frozenset[str]:
    """A key goes before a name, a name before a currency. Raises ClickException."""
    from bot.presentation.names import plain

    wanted = asked.casefold()
    for field in ("key", "name", "currency"):
        found = {each.key for each in methods if getattr(each, field).casefold() == wanted}
        if found:
            return frozenset(found)
    known = ", ".join(f"{each.key} ({each.name}, {each.currency})" for each in methods)
    raise click.ClickException(plain(f"there is no balance “{asked}”; there are: {known}"))


async def _print_objects(changes: "AsyncIterator[Change]", register: "Register") -> bool:
    """Whether there was one."""
    from bot.exports.rows import ExportRow

    printed = False
    async for change in changes:
        printed = True
        click.echo(json_text(ExportRow.of(change, register.name).values(UTC)))
    return printed


def _heading(register: "Register", line: str) -> str:
    from bot.presentation.names import plain

    return f"{click.style(plain(register.name), bold=True)}\n  {line}"


async def _merged(
    changes: "AsyncIterator[Change]", gaps: "Sequence[Gap]"
) -> "AsyncIterator[Change | Gap]":
    """In the order of time; a gap begins with a reading, which may have brought a change."""
    told = 0
    async for change in changes:
        while told < len(gaps) and gaps[told].began < change.at:
            yield gaps[told]
            told += 1
        yield change
    for gap in gaps[told:]:
        yield gap


async def _print_lines(entries: "AsyncIterator[Change | Gap]", heading: str, zone: tzinfo) -> bool:
    """Whether there was one."""
    from bot.cli.history_output import HistoryPage

    page, printed = HistoryPage(zone), False
    async for block in _blocks(entries):
        if not printed:
            click.echo(heading)
        printed = True
        click.echo("\n".join(page.lines(block)))
    return printed


async def _blocks(
    entries: "AsyncIterator[Change | Gap]",
) -> "AsyncIterator[Sequence[Change | Gap]]":
    block: list[Change | Gap] = []
    async for each in entries:
        block.append(each)
        if len(block) == ALIGNED_TOGETHER:
            yield block
            block = []
    if block:
        yield block
