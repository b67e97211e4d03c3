"""Makes files of the record: changes as they were, or balances at the end of each day."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path

from bot.domain.changes import PastReading
from bot.domain.registers import Register
from bot.exports.file import Layout, write_file
from bot.exports.formats import Format
from bot.exports.rows import ClosingRow, ExportRow, Row
from bot.exports.temporary import TemporaryFolder
from bot.services.history import History

_A_MOMENT = timedelta(milliseconds=1)
"""The shortest time that the record tells apart."""


@dataclass(frozen=True, slots=True)
class ExportScope:
    """What is exported: the registers one after the other, each in the order of time.

    A period from `since` (None: from the beginning) to before `until`; `daily`: closings instead of
    changes, for the days of `zone` that the period touches.
    """

    registers: Sequence[Register]
    since: datetime | None
    until: datetime
    daily: bool
    zone: tzinfo


class Exports:
    """Methods raise DatabaseError."""

    def __init__(self, history: History, temporary: TemporaryFolder) -> None:
        """`temporary`: for files that are only sent."""
        self._history = history
        self.temporary = temporary

    async def count(self, scope: ExportScope) -> int:
        """How many changes there are in the period."""
        ids = [register.id for register in scope.registers]
        return sum([await self._history.count(each, scope.since, scope.until) for each in ids])

    async def write(
        self,
        target: Path,
        scope: ExportScope,
        export_format: Format,
        *,
        overwrite: bool = False,
        max_bytes: int | None = None,
        on_progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        """How many rows were written; without any there is no file.

        Raises TargetExists, TooLarge and ExportFailed as well; nothing is left behind then.
        """
        heads = ClosingRow.HEADS if scope.daily else ExportRow.HEADS
        sheet = "Closings" if scope.daily else "Changes"
        layout = Layout(export_format, heads, scope.zone, sheet, max_bytes)
        rows = self.rows(scope)
        return await write_file(target, rows, layout, overwrite=overwrite, on_progress=on_progress)

    async def rows(self, scope: ExportScope) -> AsyncIterator[Row]:
        """Never all of them at once."""
        for register in scope.registers:
            each = self._closings if scope.daily else self._changes
            async for row in each(register, scope):
                yield row

    async def _changes(self, register: Register, scope: ExportScope) -> AsyncIterator[Row]:
        since, until = scope.since, scope.until
        async for change in self._history.changes(register.id, since=since, until=until):
            yield ExportRow.of(change, register.name)

    async def _closings(self, register: Register, scope: ExportScope) -> AsyncIterator[Row]:
        began = await self._history.began(register.id)
        if began is None or began >= scope.until:
            return
        first = max(began, scope.since) if scope.since else began
        for day, begins, ends in _days(first, scope.until, scope.zone):
            last_moment = min(ends, scope.until) - _A_MOMENT
            if past := await self._history.at(register.id, last_moment):
                for row in _closing_rows(register, day, begins, past):
                    yield row


def _days(
    first: datetime, until: datetime, zone: tzinfo
) -> Iterator[tuple[date, datetime, datetime]]:
    """Each day of the zone that the time from `first` to before `until` touches; begin and end."""
    day = first.astimezone(zone).date()
    begins = _midnight(day, zone)
    while begins < until:
        following = day + timedelta(days=1)
        ends = _midnight(following, zone)
        yield day, begins, ends
        day, begins = following, ends


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _closing_rows(
    register: Register, day: date, begins: datetime, past: PastReading
) -> Iterator[ClosingRow]:
    """What was not read on that day at all is not told."""
    as_of = past.moment + _A_MOMENT if past.is_known else past.reading.as_of
    told = as_of if past.reading.as_of >= begins else None
    for balance in past.reading.balances:
        yield ClosingRow(day, register.name, balance, past.is_known, told)
