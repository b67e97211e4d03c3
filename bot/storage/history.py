"""Questions to the record: balances at a moment, changes, gaps. Adds nothing to it."""

import sqlite3
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from decimal import Decimal

from bot.domain.amounts import parse_amount
from bot.domain.changes import Change
from bot.domain.readings import Balance
from bot.storage.database import Database
from bot.storage.in_order import (
    BEGINNING_MS,
    COLUMNS,
    END_MS,
    WANTED,
    StoredChange,
    as_json,
    in_order,
)
from bot.storage.record import StoredSpan, balances_at, stored_span
from bot.storage.timestamps import from_ms, to_ms

_BEFORE = f"""
    SELECT {COLUMNS}
    FROM methods
    CROSS JOIN changes ON changes.method_id = methods.id AND changes.at = (
        SELECT max(at) FROM changes AS earlier
        WHERE earlier.method_id = methods.id AND earlier.at < ?2
    )
    CROSS JOIN descriptions ON descriptions.id = changes.description_id
    WHERE methods.register_id = ?1
    ORDER BY methods.id
    """

# None of a page's changes is older than the page's last place is in any single balance.
_NEWEST = f"""
    WITH page AS MATERIALIZED (
        SELECT methods.key, changes.method_id, changes.at
        FROM methods CROSS JOIN changes ON changes.method_id = methods.id
        WHERE {WANTED} AND changes.at >= ifnull((
            SELECT max((
                SELECT at FROM changes AS each WHERE each.method_id = methods.id
                ORDER BY at DESC LIMIT 1 OFFSET ?3 + ?4
            )) FROM methods WHERE {WANTED}
        ), 0)
        ORDER BY changes.at DESC, changes.method_id DESC
        LIMIT ?4 OFFSET ?3
    )
    SELECT page.at, page.method_id, page.key, now.amount, told.name, told.currency, told.accuracy,
        earlier.at AS at_before, earlier.amount AS amount_before, was.name AS name_before,
        was.currency AS currency_before, was.accuracy AS accuracy_before
    FROM page
    CROSS JOIN changes AS now ON now.method_id = page.method_id AND now.at = page.at
    CROSS JOIN descriptions AS told ON told.id = now.description_id
    LEFT JOIN changes AS earlier ON earlier.method_id = page.method_id AND earlier.at = (
        SELECT max(at) FROM changes AS each
        WHERE each.method_id = page.method_id AND each.at < page.at
    )
    LEFT JOIN descriptions AS was ON was.id = earlier.description_id
    ORDER BY page.at DESC, page.method_id DESC
    """


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
        return [_balance(row) for row in await self._last_before(register_id, END_MS)]

    async def changes(
        self,
        register_id: int,
        keys: Collection[str] | None,
        since: datetime | None,
        until: datetime | None,
    ) -> AsyncIterator[Sequence[Change]]:
        """Some at a time, in the order of time, before `until`; `keys` None: all."""
        since_ms = to_ms(since) if since else BEGINNING_MS
        until_ms = to_ms(until) if until else END_MS
        began = await self.began(register_id)
        before = {row.method_id: row for row in await self._last_before(register_id, since_ms)}
        async for rows in in_order(self._database, register_id, keys, since_ms, until_ms):
            changes: list[Change] = []
            for row in rows:
                changes += _changes(register_id, row, before.get(row.method_id), began)
                before[row.method_id] = row
            yield changes

    async def count(self, register_id: int, since: datetime | None, until: datetime | None) -> int:
        """Rows of the period; one in which the currency changed too is two changes."""
        row = await self._database.row(
            "SELECT count(*) AS count FROM methods CROSS JOIN changes ON method_id = methods.id"
            " WHERE register_id = ? AND at >= ? AND at < ?",
            register_id,
            to_ms(since) if since else BEGINNING_MS,
            to_ms(until) if until else END_MS,
        )
        return int(row["count"]) if row else 0

    async def newest(
        self, register_id: int, keys: Collection[str] | None, skip: int, size: int
    ) -> Sequence[Change]:
        """Newest first."""
        began = await self.began(register_id)
        rows = await self._database.rows(_NEWEST, register_id, as_json(keys), skip, size)
        pairs = [_now_and_before(row) for row in rows]
        return [c for pair in pairs for c in reversed(_changes(register_id, *pair, began))]

    async def _last_before(self, register_id: int, moment_ms: int) -> Sequence[StoredChange]:
        """What each balance was like then, also where it was not listed."""
        rows = await self._database.rows(_BEFORE, register_id, moment_ms)
        return [StoredChange(*row) for row in rows]


def _balance(row: StoredChange) -> Balance:
    amount = parse_amount(row.amount or "0")
    return Balance(row.key, row.name, amount, row.currency, row.accuracy)


def _now_and_before(row: sqlite3.Row) -> tuple[StoredChange, StoredChange | None]:
    at, method_id, key, *now, at_before = tuple(row)[:8]
    before = None if at_before is None else StoredChange(at_before, method_id, key, *row[8:])
    return StoredChange(at, method_id, key, *now), before


def _changes(
    register_id: int, now: StoredChange, was: StoredChange | None, began: datetime | None
) -> list[Change]:
    """One row is one change, or two if the balance is in another currency from then on."""
    at = from_ms(now.at)
    where, told = (at, register_id, now.key), (now.name, now.currency, now.accuracy)
    before = _amount(was) if was else None
    after = _amount(now)
    if was is None or before is None or after is None or now.currency == was.currency:
        return [Change(*where, *told, before, after, at == began)]
    went = Change(*where, was.name, was.currency, was.accuracy, before, None)
    return [went, Change(*where, *told, None, after)]


def _amount(row: StoredChange) -> Decimal | None:
    return None if row.amount is None else parse_amount(row.amount)
