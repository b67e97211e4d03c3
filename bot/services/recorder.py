"""Writes what is read of registers into the record; it asks nobody and judges no balance."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.changes import compare
from bot.domain.readings import Balance, ProblemKind, Reading
from bot.services.delayed_writer import DelayedWriter
from bot.storage import Database, ReadingTable, RecordTable, RegisterTable, StoredSpan

log = logging.getLogger(__name__)

MIN_GAP = timedelta(minutes=3)
"""Readings that are closer to each other leave no gap between them."""

MISSED_READINGS = 3
"""So many intervals of the watcher without a reading are a gap too."""


def longest_step(watch_interval_seconds: float) -> timedelta:
    """The time between two readings from which on it is a gap."""
    return max(MIN_GAP, timedelta(seconds=MISSED_READINGS * watch_interval_seconds))


@dataclass(frozen=True, slots=True)
class _FailedAttempt:
    at: datetime
    problem: ProblemKind


_Entry = Reading | _FailedAttempt


@dataclass(frozen=True, slots=True)
class _Unchanged:
    balances: tuple[Balance, ...]
    since: datetime


class Recorder:
    """Every reading goes through it, whoever asked: a person, the watcher or the command line.

    It is written a moment later, in one transaction: compared with what is stored (another process
    may have written meanwhile), only what changed is appended, the span of knowledge is extended,
    and the last reading replaced. What is not newer than the record is ignored: `as_of` decides,
    not the order of arrival. A kill loses the last half second, whole readings only.
    """

    def __init__(self, database: Database, *, gap_after: timedelta) -> None:
        """`gap_after`: between two readings that are further apart the register is not known."""
        self._database = database
        self._registers = RegisterTable(database)
        self._record = RecordTable(database)
        self._readings = ReadingTable(database)
        self._gap_after = gap_after
        self._pending: dict[int, list[_Entry]] = {}
        self._unsaved: dict[int, Reading] = {}
        self._unchanged: dict[int, _Unchanged] = {}
        self._behind: set[int] = set()  # registers whose record is ahead of the clock
        self._flushing = asyncio.Lock()
        self._writer = DelayedWriter("readings", self.flush)

    def record(self, register_id: int, reading: Reading) -> None:
        """Each register's readings in the order in which they were made."""
        self._unsaved[register_id] = reading
        unchanged = self._unchanged.get(register_id)
        if unchanged and unchanged.balances != reading.balances:
            del self._unchanged[register_id]
        entries = self._pending.setdefault(register_id, [])
        if self._only_extends(entries, reading):
            entries[-1] = reading
        else:
            entries.append(reading)
        self._writer.schedule()

    def record_failure(self, register_id: int, at: datetime, problem: ProblemKind) -> None:
        """The register could not be read at that moment."""
        entries = self._pending.setdefault(register_id, [])
        if not (entries and isinstance(entries[-1], _FailedAttempt)):
            entries.append(_FailedAttempt(at, problem))
        self._writer.schedule()

    async def last(self, register_id: int) -> Reading | None:
        """The last reading, also one that is not written yet."""
        return self._unsaved.get(register_id) or await self._readings.last(register_id)

    def unchanged_since(self, register_id: int, reading: Reading) -> datetime | None:
        """Since when the register has held just this; None if that is not known without asking."""
        unchanged = self._unchanged.get(register_id)
        known = unchanged and unchanged.balances == reading.balances
        return unchanged.since if unchanged and known else None

    async def flush(self) -> None:
        """Write what is not written yet. Raises DatabaseError; it is tried again later then."""
        async with self._flushing:  # else a later reading might overtake one
            while self._pending:
                await self._flush(next(iter(self._pending)))

    async def close(self) -> None:
        """Write what is left."""
        await self._writer.close()

    async def _flush(self, register_id: int) -> None:
        entries = self._pending.pop(register_id)
        try:
            await self._write(register_id, entries)
        except BaseException:
            self._pending[register_id] = entries + self._pending.get(register_id, [])
            raise
        if register_id not in self._pending:
            self._unsaved.pop(register_id, None)

    def _only_extends(self, entries: Sequence[_Entry], reading: Reading) -> bool:
        """The third of three equal readings: the one in the middle says nothing."""
        match entries[-2:]:
            case [Reading() as first, Reading() as second]:
                same = first.balances == second.balances == reading.balances
                return same and second.as_of < reading.as_of <= first.as_of + self._gap_after
        return False

    async def _write(self, register_id: int, entries: Sequence[_Entry]) -> None:
        async with self._database.transaction():
            if await self._registers.get(register_id) is None:
                return
            span = await self._record.last_span(register_id)
            known = dict(await self._record.known(register_id))
            for entry in entries:
                if isinstance(entry, Reading):
                    span = await self._write_reading(register_id, entry, span, known)
                else:
                    span = await self._write_failure(register_id, entry, span)
            since = await self._record.last_change(register_id)
        self._remember(register_id, entries[-1], known, since)

    async def _write_reading(
        self,
        register_id: int,
        reading: Reading,
        span: StoredSpan | None,
        known: dict[str, Balance],
    ) -> StoredSpan | None:
        """The span that the record ends with then; `known` becomes what it ends with."""
        await self._readings.save(register_id, reading)
        at = _to_the_millisecond(reading.as_of)
        if span and at <= span.ended:
            self._ignore(register_id, reading, span)
            return span
        self._behind.discard(register_id)
        if difference := compare(known, reading):
            await self._record.append(register_id, at, difference, known)
            known.clear()
            known.update({balance.key: balance for balance in reading.balances})
        if span is None or span.problem or at - span.ended > self._gap_after:
            await self._record.begin_span(register_id, at)
            return StoredSpan(at, at, None)
        await self._record.extend_span(register_id, span, at)
        return replace(span, ended=at)

    async def _write_failure(
        self, register_id: int, attempt: _FailedAttempt, span: StoredSpan | None
    ) -> StoredSpan | None:
        if span is None or span.problem or attempt.at <= span.ended:
            return span
        await self._record.end_span(register_id, span, attempt.problem)
        return replace(span, problem=attempt.problem)

    def _remember(
        self,
        register_id: int,
        last: _Entry,
        known: dict[str, Balance],
        since: datetime | None,
    ) -> None:
        if not isinstance(last, Reading) or since is None:
            return
        if known == {balance.key: balance for balance in last.balances}:
            self._unchanged[register_id] = _Unchanged(last.balances, since)

    def _ignore(self, register_id: int, reading: Reading, span: StoredSpan) -> None:
        """Another process was quicker, which is usual, or the clock was set back."""
        if register_id not in self._behind and datetime.now(UTC) < span.ended:
            self._behind.add(register_id)
            log.warning(
                "Register %s: the clock was set back; its history already reaches until %s, "
                "so nothing is added to it before",
                register_id,
                f"{span.ended:%Y-%m-%d %H:%M:%S} UTC",
            )


def _to_the_millisecond(moment: datetime) -> datetime:
    """As it is stored."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
