"""`crystalpay-bot export`: the record as a file that other programs open."""

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.completion import complete_register
from bot.cli.runner import settings, with_services
from bot.cli.time_option import TimeOption, check_period, in_zone

if TYPE_CHECKING:
    from bot.domain.registers import Register
    from bot.exports.formats import Format
    from bot.services import Services
    from bot.services.exports import ExportScope

FORMATS = ("csv", "xlsx", "json")

BAR_WIDTH = 30


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    *("--register", "names"),
    multiple=True,
    metavar="NAME",
    shell_complete=complete_register,
    help="Export this register; may be repeated. Without it: all.",
)
@click.option("--since", type=TimeOption(), help="Leave out what is older.")
@click.option("--until", type=TimeOption(), help="Leave out that moment and what is newer.")
@click.option("--daily", is_flag=True, help="What each balance was at the end of each day.")
@click.option("--format", "as_format", type=click.Choice(FORMATS), help="Instead of FILE's ending.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it exists.")
def export(
    file: Path,
    names: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    daily: bool,
    as_format: str | None,
    overwrite: bool,
) -> None:
    """Write changes of balances to FILE: .csv, .xlsx or .json (one object a line).

    Register by register, in the order they were added; each in the order of
    time. The bot may be running. TIME is a date, a time or a period before now
    (7d, 24h, 30m); it is in TIMEZONE without an offset, as are days.

    \b
    Examples:
      crystalpay-bot export november.xlsx --since 2026-11-01 --until 2026-12-01
      crystalpay-bot export shop.csv --register Shop --daily
    """
    zone = settings().zone
    begin = in_zone(since, zone) if since else None
    end = in_zone(until, zone) if until else datetime.now(UTC)
    check_period(begin, end)
    export_format = _format(file, as_format)
    _refuse_own_files(file)

    async def work(services: "Services") -> tuple[int, int]:
        from bot.services.exports import ExportScope

        registers = await _registers(services, names)
        scope = ExportScope(registers, begin, end, daily, zone)
        rows = await _write(services, file, scope, export_format, overwrite)
        return rows, len(registers)

    rows, registers = with_services(work)
    size = file.stat().st_size
    what = "closing balances" if daily else "changes"
    whose = "1 register" if registers == 1 else f"{registers} registers"
    click.echo(f"Wrote {file}: {rows:,} {what} of {whose} ({size / 1024:,.0f} KiB).")


def _format(file: Path, chosen: str | None) -> "Format":
    from bot.exports.formats import Format

    ending = chosen or file.suffix[1:].lower()
    ending = "json" if ending == "jsonl" else ending
    if ending not in FORMATS:
        raise click.UsageError(
            f"{file}: the name says no format; let it end with .csv, .xlsx or .json, "
            "or give --format"
        )
    return Format(ending)


def _refuse_own_files(file: Path) -> None:
    """Whoever replaced them by an export would lose the record itself."""
    database = settings().database_path.resolve()
    own = {f"{database.name}{suffix}" for suffix in ("", "-wal", "-shm")} | {"bot.key"}
    if file.resolve().parent == database.parent and file.name in own:
        raise click.ClickException(f"{file}: belongs to the bot; choose another name")


async def _registers(services: "Services", names: Sequence[str]) -> "Sequence[Register]":
    """In the order they were added. Raises NoSuchRegister and, without any, ClickException."""
    named = {(await services.registers.named(name)).id for name in names}
    listed = [each.register for each in await services.registers.listed()]
    if not listed:
        raise click.ClickException("there are no registers yet; nothing to export")
    return [each for each in listed if each.id in named or not names]


async def _write(
    services: "Services", file: Path, scope: "ExportScope", export_format: "Format", overwrite: bool
) -> int:
    """How many rows. Raises ClickException if there are none or the file cannot be written."""
    from bot.exports.file import ExportFailed, TargetExists

    total = None if scope.daily else await services.exports.count(scope)
    progress = ProgressBar(total)
    try:
        rows = await services.exports.write(
            file, scope, export_format, overwrite=overwrite, on_progress=progress.show
        )
    except TargetExists:
        raise click.ClickException(
            f"{file} already exists; use --overwrite to replace it"
        ) from None
    except ExportFailed as error:
        raise click.ClickException(str(error)) from None
    finally:
        progress.clear()
    if not rows:
        raise click.ClickException("nothing is recorded of that time; no file was written")
    return rows


class ProgressBar:
    """On standard error, if that is a terminal, for what takes longer."""

    def __init__(self, total: int | None, shown_after: float = 1) -> None:
        """`total`: rows in all, if that is known; `shown_after`: seconds."""
        self._total = total
        self._next = time.monotonic() + shown_after
        self._shown = 0

    def show(self, rows: int) -> None:
        now = time.monotonic()
        if now < self._next or not sys.stderr.isatty():
            return
        self._next = now + 0.2
        line = self._line(rows)
        click.echo("\r" + line.ljust(self._shown), nl=False, err=True)
        self._shown = len(line)

    def clear(self) -> None:
        if self._shown:
            click.echo("\r" + " " * self._shown + "\r", nl=False, err=True)

    def _line(self, rows: int) -> str:
        if not self._total:
            return f"Exporting… {rows:,} rows"
        share = min(rows, self._total)
        bar = "#" * (BAR_WIDTH * share // self._total)
        percent = 100 * share // self._total
        return f"Exporting [{bar:-<{BAR_WIDTH}}] {percent:>3} %  {rows:,} rows"
