"""Changes of several balances in the order of time, a few at a time; compares nothing."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from typing import NamedTuple

from bot.storage.database import Database

FETCHED_AT_ONCE = 256
"""Rows of one balance: a register's all stay in a few megabytes of memory."""

HANDED_OUT = 500
"""Rows after which the event loop has its turn."""

BEGINNING_MS, END_MS = 0, 2**62

COLUMNS = """changes.at, changes.method_id, methods.key, changes.amount,
    descriptions.name, descriptions.currency, descriptions.accuracy"""

WANTED = """methods.register_id = ?1
    AND (?2 IS NULL OR methods.key IN (SELECT value FROM json_each(?2)))"""
"""A condition for a register's id and `as_json` of keys."""

_METHODS = f"""
    SELECT id, (SELECT max(at) FROM changes WHERE method_id = methods.id) AS ended
    FROM methods WHERE {WANTED}
    """

_NEXT = f"""
    SELECT {COLUMNS}
    FROM changes
    CROSS JOIN methods ON methods.id = changes.method_id
    CROSS JOIN descriptions ON descriptions.id = changes.description_id
    WHERE changes.method_id = ? AND changes.at >= ? AND changes.at <= ?
    ORDER BY changes.at LIMIT ?
    """


class StoredChange(NamedTuple):
    """What a balance is like from a moment on. `amount` None: it is not listed any more."""

    at: int
    method_id: int
    key: str
    amount: str | None
    name: str
    currency: str
    accuracy: int


class _Method:
    """One balance's changes that are fetched and not handed out yet."""

    def __init__(self, method_id: int, since_ms: int, last_ms: int, size: int) -> None:
        """`last_ms`: nothing behind it is fetched; `size`: of the first rows to be fetched."""
        self.rows: deque[StoredChange] = deque()
        self.has_more = True
        self._id, self._next, self._last, self._size = method_id, since_ms, last_ms, size

    async def fetch(self, database: Database) -> None:
        found = await database.rows(_NEXT, self._id, self._next, self._last, self._size)
        self.rows.extend(StoredChange(*row) for row in found)
        self.has_more = len(self.rows) == self._size
        self._size = min(2 * self._size, FETCHED_AT_ONCE)
        if self.rows:
            self._next = self.rows[-1].at + 1

    def until(self, moment_ms: int) -> Iterator[StoredChange]:
        while self.rows and self.rows[0].at <= moment_ms:
            yield self.rows.popleft()


async def in_order(
    database: Database,
    register_id: int,
    keys: Collection[str] | None,
    since_ms: int,
    until_ms: int,
) -> AsyncIterator[Sequence[StoredChange]]:
    """What is recorded at the first one from `since_ms` on, before `until_ms`; `keys` None: all.

    The table is in the order of methods, so each of them is read by itself, and what is handed
    out goes as far as all are read.
    """
    methods = await _methods(database, register_id, keys, since_ms, until_ms)
    while methods:
        for each in methods:
            if not each.rows:
                await each.fetch(database)
        all_read = min((each.rows[-1].at for each in methods if each.has_more), default=END_MS)
        rows = sorted(row for each in methods for row in each.until(all_read))
        for start in range(0, len(rows), HANDED_OUT):
            yield rows[start : start + HANDED_OUT]
            await asyncio.sleep(0)
        methods = [each for each in methods if each.rows or each.has_more]


async def _methods(
    database: Database,
    register_id: int,
    keys: Collection[str] | None,
    since_ms: int,
    until_ms: int,
) -> list[_Method]:
    rows = list(await database.rows(_METHODS, register_id, as_json(keys)))
    newest = max((row["ended"] for row in rows), default=BEGINNING_MS)
    last = min(newest, until_ms - 1)  # what is recorded from now on is left to the next one
    size = max(FETCHED_AT_ONCE // max(len(rows), 1), 16)
    return [_Method(row["id"], since_ms, last, size) for row in rows if row["ended"] >= since_ms]


def as_json(keys: Collection[str] | None) -> str | None:
    return None if keys is None else json.dumps(sorted(keys))
