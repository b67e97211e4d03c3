"""Questions to the record: balances at a moment, changes, gaps. Adds nothing to it."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.amounts import parse_amount
from bot.domain.changes import Change
from bot.domain.readings import Balance
from bot.storage.database import Database
from bot.storage.record import StoredSpan, balances_at, stored_span
from bot.storage.timestamps import from_ms, to_ms

BEGINNING_MS, END_MS = 0, 2**62

_CHANGES = """
    SELECT changes.at, methods.id AS method_id, methods.key,
        changes.amount, now.name, now.currency, now.accuracy,
        earlier.amount AS amount_before, was.name AS name_before,
        was.currency AS currency_before, was.accuracy AS accuracy_before,
        changes.at = (SELECT min(began) FROM spans WHERE register_id = ?1) AS begins
    FROM {source}
    JOIN descriptions AS now ON now.id = changes.description_id
    LEFT JOIN changes AS earlier ON earlier.register_id = ?1 AND earlier.method_id = methods.id
        AND earlier.at = (
            SELECT max(at) FROM changes AS each
            WHERE each.method_id = methods.id AND each.at < changes.at
        )
    LEFT JOIN descriptions AS was ON was.id = earlier.description_id
    """

_IN_ORDER = (
    _CHANGES.format(source="changes JOIN methods ON methods.id = changes.method_id")
    + """
    WHERE changes.register_id = ?1 AND (changes.at, changes.method_id) > (?2, ?3)
        AND changes.at < ?4 AND (?5 IS NULL OR methods.key IN (SELECT value FROM json_each(?5)))
    ORDER BY changes.at, changes.method_id
    LIMIT ?6
    """
)

_NEWEST = (
    _CHANGES.format(
        source="methods CROSS JOIN changes"
        " ON changes.register_id = ?1 AND changes.method_id = methods.id"
    )
    + """
    WHERE methods.register_id = ?1
        AND (?2 IS NULL OR methods.key IN (SELECT value FROM json_each(?2)))
        AND changes.at IN (
            SELECT at FROM changes AS each WHERE each.method_id = methods.id
            ORDER BY at DESC LIMIT ?3 + ?4
        )
    ORDER BY changes.at DESC, changes.method_id DESC
    LIMIT ?3 OFFSET ?4
    """
)

Cursor = tuple[int, int]
"""The place of a change in the order of time."""


@dataclass(frozen=True, slots=True)
class ChangeChunk:
    """Some changes, and where the next ones begin; `cursor` None: there are no more."""

    changes: Sequence[Change]
    cursor: Cursor | None


class HistoryTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def began(self, register_id: int) -> datetime | None:
        row = await self._database.row(
            "SELECT min(began) AS began FROM spans WHERE register_id = ?", register_id
        )
        return from_ms(row["began"]) if row and row["began"] is not None else None

    async def span_at(self, register_id: int, moment: datetime) -> StoredSpan | None:
        """The span that the moment is in or behind."""
        row = await self._database.row(
            "SELECT began, ended, problem FROM spans WHERE register_id = ? AND began <= ?"
            " ORDER BY began DESC LIMIT 1",
            register_id,
            to_ms(moment),
        )
        return stored_span(row["began"], row["ended"], row["problem"]) if row else None

    async def spans(
        self, register_id: int, since: datetime, until: datetime
    ) -> Sequence[StoredSpan]:
        """Those that overlap the time, and the one before it, in order."""
        rows = await self._database.rows(
            """
            SELECT began, ended, problem FROM spans
            WHERE register_id = ?1 AND began < ?3 AND began >= ifnull(
                (SELECT max(began) FROM spans WHERE register_id = ?1 AND began <= ?2), 0)
            ORDER BY began
            """,
            register_id,
            to_ms(since),
            to_ms(until),
        )
        return [stored_span(row["began"], row["ended"], row["problem"]) for row in rows]

    async def balances_at(self, register_id: int, moment: datetime) -> dict[str, Balance]:
        """By key; empty if nothing was known yet."""
        return await balances_at(self._database, register_id, to_ms(moment))

    async def methods(self, register_id: int) -> Sequence[Balance]:
        """Every balance that the register has or had, as it was last; one that is gone is zero."""
        rows = await self._database.rows(
            """
            SELECT key, name, ifnull(changes.amount, '0') AS amount, currency, accuracy
            FROM methods
            CROSS JOIN changes  -- in this order: else all of the register's are walked through
                ON changes.register_id = ?1 AND changes.method_id = methods.id
                AND changes.at = (SELECT max(at) FROM changes AS each
                    WHERE each.method_id = methods.id)
            JOIN descriptions ON descriptions.id = description_id
            WHERE methods.register_id = ?1
            ORDER BY methods.id
            """,
            register_id,
        )
        return [_balance(row) for row in rows]

    async def chunk(
        self,
        register_id: int,
        keys: Collection[str] | None,
        after: Cursor,
        until: datetime | None,
        size: int,
    ) -> ChangeChunk:
        """Changes in the order of time that follow `after`, before `until`; `keys` None: all."""
        rows = list(
            await self._database.rows(
                _IN_ORDER,
                register_id,
                *after,
                to_ms(until) if until else END_MS,
                _json(keys),
                size,
            )
        )
        last = (rows[-1]["at"], rows[-1]["method_id"]) if len(rows) == size else None
        return ChangeChunk([c for row in rows for c in _changes(register_id, row)], last)

    async def count(self, register_id: int, since: datetime | None, until: datetime | None) -> int:
        """Rows of the period; one in which the currency changed too is two changes."""
        row = await self._database.row(
            "SELECT count(*) AS count FROM changes WHERE register_id = ? AND at >= ? AND at < ?",
            register_id,
            to_ms(since) if since else BEGINNING_MS,
            to_ms(until) if until else END_MS,
        )
        return int(row["count"]) if row else 0

    async def newest(
        self, register_id: int, keys: Collection[str] | None, skip: int, size: int
    ) -> Sequence[Change]:
        """Newest first."""
        rows = await self._database.rows(_NEWEST, register_id, _json(keys), size, skip)
        return [c for row in rows for c in reversed(_changes(register_id, row))]


def first_cursor(since: datetime | None) -> Cursor:
    """Before every change that was seen at or after the moment."""
    return (to_ms(since) if since else BEGINNING_MS, -1)


def _json(keys: Collection[str] | None) -> str | None:
    return None if keys is None else json.dumps(sorted(keys))


def _balance(row: sqlite3.Row) -> Balance:
    return Balance(
        row["key"], row["name"], parse_amount(row["amount"]), row["currency"], row["accuracy"]
    )


def _changes(register_id: int, row: sqlite3.Row) -> list[Change]:
    """One row is one change, or two if the balance is in another currency from then on."""
    before = None if row["amount_before"] is None else parse_amount(row["amount_before"])
    after = None if row["amount"] is None else parse_amount(row["amount"])
    where = (from_ms(row["at"]), register_id, row["key"])
    now = (row["name"], row["currency"], row["accuracy"])
    was = (row["name_before"], row["currency_before"], row["accuracy_before"])
    begins = bool(row["begins"])
    if before is None or after is None or now[1] == was[1]:
        return [Change(*where, *now, before, after, begins)]
    return [Change(*where, *was, before, None), Change(*where, *now, None, after)]
