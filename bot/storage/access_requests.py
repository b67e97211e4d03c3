"""The table of requests for access: at most one open per chat, each closed once."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.database import Database
from bot.storage.grants import GrantTable
from bot.storage.timestamps import duration_ms, from_ms, now_ms

HOUR_MS = duration_ms(timedelta(hours=1))
DAY_MS = duration_ms(timedelta(days=1))


@dataclass(frozen=True, slots=True)
class StoredAccessRequest:
    """A request that is open, or was until just now. `chat`: the chat's title, or its id.

    Requests stored by an earlier version may have an empty `asked_by` and a `user_id` of None.
    `asked_at`: in UTC; `batch`: None if admins got a message about this request alone, else the
    id of the first request that shares the message.
    """

    id: int
    chat_id: int
    chat: str
    asked_by: str
    user_id: int | None
    thread_id: int | None
    asked_at: datetime
    batch: int | None


_SELECT = """
    SELECT requests.*, ifnull(chats.title, '') AS title
    FROM requests LEFT JOIN chats ON chats.id = requests.chat_id
    """


class AccessRequestTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(
        self, chat_id: int, asked_by: str, user_id: int | None, thread_id: int | None
    ) -> int:
        """The id of a new request. Raises sqlite3.IntegrityError while one is open."""
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "INSERT INTO requests (chat_id, asked_by, user_id, thread_id, asked_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (chat_id, asked_by, user_id, thread_id, now_ms()),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    async def join_batch(self, request_id: int) -> int:
        """Put it into the batch of the last hour, or a new one. Returns the id of the batch."""
        async with self._database.transaction() as connection:
            (row,) = await connection.execute_fetchall(
                """
                UPDATE requests SET batch = ifnull(
                    (SELECT max(batch) FROM requests AS first
                     WHERE batch = id AND asked_at > ?2 AND asked_at <= ?3), id)
                WHERE id = ?1 RETURNING batch
                """,
                (request_id, now_ms() - HOUR_MS, now_ms()),
            )
        return int(row["batch"])

    async def count_of_batch(self, batch: int) -> int:
        """How many requests of the batch are open."""
        return await self._count("batch = ? AND decided_at IS NULL", batch)

    async def count_unbatched_of_last_hour(self) -> int:
        """How many of them have a message of their own."""
        return await self._count(
            "asked_at > ? AND asked_at <= ? AND batch IS NULL", now_ms() - HOUR_MS, now_ms()
        )

    async def count_of_last_day(self, chat_id: int) -> int:
        return await self._count(
            "chat_id = ? AND asked_at > ? AND asked_at <= ?", chat_id, now_ms() - DAY_MS, now_ms()
        )

    async def count_open(self) -> int:
        return await self._count("decided_at IS NULL AND asked_at > 0")

    async def all_open(self) -> tuple[StoredAccessRequest, ...]:
        """Oldest first."""
        rows = await self._database.rows(
            f"{_SELECT} WHERE decided_at IS NULL AND asked_at > 0 ORDER BY asked_at, requests.id"
        )
        return tuple(_request(row) for row in rows)

    async def get_open(self, request_id: int) -> StoredAccessRequest | None:
        row = await self._database.row(
            f"{_SELECT} WHERE requests.id = ? AND decided_at IS NULL", request_id
        )
        return _request(row) if row else None

    async def open_of(self, chat_id: int) -> StoredAccessRequest | None:
        row = await self._database.row(
            f"{_SELECT} WHERE chat_id = ? AND decided_at IS NULL", chat_id
        )
        return _request(row) if row else None

    async def open_longer_than(self, age: timedelta) -> Sequence[int]:
        """The ids of requests that nobody has answered in that time."""
        rows = await self._database.rows(
            "SELECT id FROM requests WHERE decided_at IS NULL AND asked_at < ?",
            now_ms() - duration_ms(age),
        )
        return [row["id"] for row in rows]

    async def close(self, request_id: int) -> StoredAccessRequest | None:
        """Returns the request; None if it was closed before."""
        async with self._database.transaction() as connection:
            request = await self.get_open(request_id)
            await connection.execute(
                "UPDATE requests SET decided_at = ? WHERE id = ? AND decided_at IS NULL",
                (now_ms(), request_id),
            )
        return request

    async def decide(
        self, request_id: int, granted: tuple[int | None, ...] = (), *, for_good: bool = False
    ) -> StoredAccessRequest | None:
        """Close a request and add grants: ids of registers, None for all. None if closed before.

        `for_good`: the chat may not ask again.
        """
        async with self._database.transaction() as connection:
            request = await self.close(request_id)
            if request is None:
                return None
            await GrantTable(self._database).add(request.chat_id, granted)
            if for_good:
                await connection.execute(
                    "INSERT INTO chats (id, denied_for_good) VALUES (?, 1)"
                    " ON CONFLICT (id) DO UPDATE SET denied_for_good = 1",
                    (request.chat_id,),
                )
        return request

    async def delete_closed(self, older_than: timedelta) -> None:
        """Delete requests that were closed longer ago than that."""
        await self._database.write(
            "DELETE FROM requests WHERE decided_at IS NOT NULL AND decided_at < ?",
            now_ms() - duration_ms(older_than),
        )

    async def _count(self, condition: str, *values: int) -> int:
        row = await self._database.row(
            f"SELECT count(*) AS n FROM requests WHERE {condition}", *values
        )
        return int(row["n"]) if row else 0


def _request(row: sqlite3.Row) -> StoredAccessRequest:
    return StoredAccessRequest(
        id=row["id"],
        chat_id=row["chat_id"],
        chat=row["title"] or str(row["chat_id"]),
        asked_by=row["asked_by"],
        user_id=row["user_id"],
        thread_id=row["thread_id"],
        asked_at=from_ms(row["asked_at"]),
        batch=row["batch"],
    )
