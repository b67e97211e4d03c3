"""The tables of the audit trail and of view counts; they hold no secret and no amount."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.domain.audit import Actor, AuditEntry, Event, ViewCount
from bot.storage.database import Database
from bot.storage.timestamps import EPOCH, duration_ms, from_ms, now_ms, to_ms

BATCH_SIZE = 500
"""Entries read at once: a long trail need not fit into memory."""

_ENTRIES = """
    SELECT audit.*, ifnull(chats.title, '') AS title
    FROM audit LEFT JOIN chats ON chats.id = audit.chat_id
    """

_ADD = """
    INSERT INTO audit (at, user_id, user_name, chat_id, event, details, request)
    SELECT ?1, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (
        SELECT 1 FROM audit WHERE event = ?6 AND chat_id IS ?5 AND at > ?2
    )
    """

_DELETE_ALL_BUT_NEWEST = """
    DELETE FROM audit WHERE event = ?1 AND id NOT IN (
        SELECT id FROM audit WHERE event = ?1 ORDER BY id DESC LIMIT ?2
    )
    """


class AuditTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        event: Event,
        actor: Actor,
        chat_id: int | None,
        details: Mapping[str, str | int],
        *,
        unless_within: timedelta | None = None,
        keep: int | None = None,
    ) -> int:
        """Add an entry and delete all but the newest `keep` ones of the same event.

        `unless_within`: add nothing if the chat has an entry of this event from that time.
        Returns the number of the entry, 0 if none was added.
        """
        moment = now_ms()
        earlier = None if unless_within is None else moment - duration_ms(unless_within)
        values = (actor.user_id, actor.name, chat_id, event, json.dumps(details), actor.request)
        async with self._database.transaction() as connection:
            cursor = await connection.execute(_ADD, (moment, earlier, *values))
            if keep is not None and cursor.rowcount:
                await connection.execute(_DELETE_ALL_BUT_NEWEST, (event, keep))
        return (cursor.lastrowid or 0) if cursor.rowcount else 0

    async def of_request(self, request: str) -> tuple[AuditEntry, ...]:
        """What was done in answer to one message or button press."""
        rows = await self._database.rows(f"{_ENTRIES} WHERE request = ? ORDER BY id", request)
        return tuple(_entry(row) for row in rows)

    async def remove(self, request: str, event: Event) -> None:
        await self._database.write(
            "DELETE FROM audit WHERE request = ? AND event = ?", request, event
        )

    async def count(self) -> int:
        row = await self._database.row("SELECT count(*) AS n FROM audit")
        return int(row["n"]) if row else 0

    async def newest(self, skip: int, most: int) -> tuple[AuditEntry, ...]:
        rows = await self._database.rows(
            f"{_ENTRIES} ORDER BY audit.id DESC LIMIT ? OFFSET ?", most, skip
        )
        return tuple(_entry(row) for row in rows)

    async def after(self, number: int, since: datetime | None) -> tuple[int, Sequence[AuditEntry]]:
        """The next entries after this number, oldest first, and the number to continue from."""
        rows = list(
            await self._database.rows(
                f"{_ENTRIES} WHERE audit.id > ? AND at >= ? ORDER BY audit.id LIMIT {BATCH_SIZE}",
                number,
                to_ms(since or EPOCH),
            )
        )
        return (rows[-1]["id"] if rows else number), [_entry(row) for row in rows]

    async def add_view_counts(self, view_counts: Mapping[tuple[date, int], int]) -> None:
        """Add to the stored counts. `view_counts`: by day (in UTC) and chat id."""
        rows = [(day.isoformat(), chat_id, count) for (day, chat_id), count in view_counts.items()]
        await self._database.write(
            """
            INSERT INTO looks (day, chat_id, count)
            SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),
                json_extract(value, '$[2]')
            FROM json_each(?) WHERE true
            ON CONFLICT DO UPDATE SET count = count + excluded.count
            """,
            json.dumps(rows),
        )

    async def delete_view_counts(self, older_than: timedelta) -> None:
        """Delete those of earlier days; `older_than` counts in whole days."""
        await self._database.write(
            "DELETE FROM looks WHERE day < date('now', ?)", f"-{older_than.days} days"
        )

    async def view_counts(self, since: date) -> Sequence[ViewCount]:
        """By day, and on each day the chats with most views first."""
        rows: Iterable[sqlite3.Row] = await self._database.rows(
            """
            SELECT looks.*, ifnull(chats.title, '') AS title
            FROM looks LEFT JOIN chats ON chats.id = looks.chat_id
            WHERE day >= ? ORDER BY day, count DESC, chat_id
            """,
            since.isoformat(),
        )
        return [
            ViewCount(date.fromisoformat(row["day"]), row["chat_id"], row["title"], row["count"])
            for row in rows
        ]


def _entry(row: sqlite3.Row) -> AuditEntry:
    return AuditEntry(
        at=from_ms(row["at"]),
        event=Event(row["event"]),
        actor=Actor(row["user_id"], row["user_name"]),
        chat_id=row["chat_id"],
        chat_title=row["title"],
        details=json.loads(row["details"]),
    )
