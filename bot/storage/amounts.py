"""Amounts over time, for charts: streamed, so that memory is bounded, and the longest gaps."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.changes import Gap
from bot.domain.readings import ProblemKind
from bot.domain.series import RunningSum, Thinning
from bot.storage.database import Database
from bot.storage.in_order import StoredChange, in_order
from bot.storage.record import balances_at
from bot.storage.timestamps import duration_ms, from_ms, to_ms

_LONGEST_GAPS = """
    SELECT ended, next, problem, count(*) OVER () AS count FROM (
        SELECT ended, problem, lead(began) OVER (ORDER BY began) AS next FROM spans
        WHERE register_id = ?1 AND began < ?3 AND began >= ifnull(
            (SELECT max(began) FROM spans WHERE register_id = ?1 AND began <= ?2), 0)
    )
    WHERE ended < ?3 AND ifnull(next, ?3) > ?2
        AND (next IS NOT NULL OR problem IS NOT NULL OR ?3 - ended > ?4)
    ORDER BY ifnull(next, ?3) - max(ended, ?2) DESC LIMIT ?5
    """


@dataclass(frozen=True, slots=True)
class Summed:
    """Which balances of a register are added up, as far as they are in the currency."""

    register_id: int
    keys: Sequence[str]
    currency: str


@dataclass(frozen=True, slots=True)
class LongestGaps:
    """Of all gaps in a period, `count` of them, the longest, in the order of time."""

    gaps: Sequence[Gap]
    count: int


class AmountTable:
    """Numbers are made in a thread and a little at a time: there may be millions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keys_with(self, register_id: int, currency: str) -> Sequence[str]:
        """Of the balances that are, or once were, in that currency."""
        rows = await self._database.rows(
            "SELECT key FROM methods WHERE register_id = ? AND EXISTS (SELECT 1 FROM descriptions"
            " WHERE method_id = methods.id AND currency = ?) ORDER BY id",
            register_id,
            currency,
        )
        return [row["key"] for row in rows]

    async def thinned(
        self,
        summed: Summed,
        since: datetime,
        until: datetime,
        borders: Sequence[datetime],
        columns: int,
    ) -> Sequence[tuple[datetime, Decimal]]:
        """What was held at `since` and what it changed to before `until`, as `Thinning` says."""
        start, end = to_ms(since), to_ms(until)
        thinning = Thinning(start, end, [to_ms(each) for each in borders], columns)
        running = RunningSum(summed.keys, summed.currency, thinning)
        held = await balances_at(self._database, summed.register_id, start)
        running.begin(start, {key: (each.amount, each.currency) for key, each in held.items()})
        changes = in_order(self._database, summed.register_id, summed.keys, start + 1, end)
        async for rows in changes:
            await asyncio.to_thread(_take, running, rows)
        running.finish()
        return [(from_ms(tick), amount) for tick, amount in thinning.points()]

    async def longest_gaps(
        self,
        register_id: int,
        since: datetime,
        until: datetime,
        silence: timedelta,
        most: int,
    ) -> LongestGaps:
        """`silence`: after the last reading, so long a time without another one is a gap too."""
        rows = list(
            await self._database.rows(
                _LONGEST_GAPS,
                register_id,
                to_ms(since),
                to_ms(until),
                duration_ms(silence),
                most,
            )
        )
        gaps = sorted((_gap(row) for row in rows), key=lambda gap: gap.began)
        return LongestGaps(gaps, rows[0]["count"] if rows else 0)


def _take(running: RunningSum, rows: Sequence[StoredChange]) -> None:
    """Amounts were checked before they were written; checking millions again takes seconds."""
    running.take(
        (row.at, row.key, None if row.amount is None else Decimal(row.amount), row.currency)
        for row in rows
    )


def _gap(row: sqlite3.Row) -> Gap:
    ended = None if row["next"] is None else from_ms(row["next"])
    return Gap(from_ms(row["ended"]), ended, row["problem"] and ProblemKind(row["problem"]))
