"""The table of requests for access: one open a chat, closed once."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database
from bot.storage.grants import GrantTable
from bot.storage.timestamps import from_milliseconds, now

HOUR = 3600 * 1000
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """A request, open or closed just now. `chat`: what the chat is called, or its id.

    `asked_by` may be empty and `user_id` None in one of an earlier version. `batch`: None when
    it has a message of its own, else the id of the first of those that share one.
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
                (chat_id, asked_by, user_id, thread_id, now()),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    async def join_batch(self, request_id: int) -> int:
        """Let it share a message with those of the last hour that do; the batch it is in."""
        async with self._database.transaction() as connection:
            (row,) = await connection.execute_fetchall(
                """
                UPDATE requests SET batch = ifnull(
                    (SELECT max(batch) FROM requests AS first
                     WHERE batch = id AND asked_at > ?2 AND asked_at <= ?3), id)
                WHERE id = ?1 RETURNING batch
                """,
                (request_id, now() - HOUR, now()),
            )
        return int(row["batch"])

    async def count_of_batch(self, batch: int) -> int:
        """How many of a batch are open."""
        return await self._count("batch = ? AND decided_at IS NULL", batch)

    async def count_alone_in_the_last_hour(self) -> int:
        """How many got a message of their own."""
        return await self._count(
            "asked_at > ? AND asked_at <= ? AND batch IS NULL", now() - HOUR, now()
        )

    async def count_of_the_last_day(self, chat_id: int) -> int:
        return await self._count(
            "chat_id = ? AND asked_at > ? AND asked_at <= ?", chat_id, now() - DAY, now()
        )

    async def count_open(self) -> int:
        return await self._count("decided_at IS NULL AND asked_at > 0")

    async def all_open(self) -> tuple[StoredRequest, ...]:
        """Oldest first."""
        rows = await self._database.rows(
            f"{_SELECT} WHERE decided_at IS NULL AND asked_at > 0 ORDER BY asked_at, requests.id"
        )
        return tuple(_request(row) for row in rows)

    async def get_open(self, request_id: int) -> StoredRequest | None:
        row = await self._database.row(
            f"{_SELECT} WHERE requests.id = ? AND decided_at IS NULL", request_id
        )
        return _request(row) if row else None

    async def open_of(self, chat_id: int) -> StoredRequest | None:
        row = await self._database.row(
            f"{_SELECT} WHERE chat_id = ? AND decided_at IS NULL", chat_id
        )
        return _request(row) if row else None

    async def older_than(self, seconds: int) -> Sequence[int]:
        """The ids of those that have been open for longer."""
        rows = await self._database.rows(
            "SELECT id FROM requests WHERE decided_at IS NULL AND asked_at < ?",
            now() - seconds * 1000,
        )
        return [row["id"] for row in rows]

    async def close(self, request_id: int) -> StoredRequest | None:
        """The request that was open; None if it was not."""
        async with self._database.transaction() as connection:
            request = await self.get_open(request_id)
            await connection.execute(
                "UPDATE requests SET decided_at = ? WHERE id = ? AND decided_at IS NULL",
                (now(), request_id),
            )
        return request

    async def decide(
        self, request_id: int, granted: tuple[int | None, ...] = (), *, for_good: bool = False
    ) -> StoredRequest | None:
        """Close an open request, with grants or without; None if it was closed before.

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

    async def forget(self, older_than: int) -> None:
        """Those that were closed so many seconds ago."""
        await self._database.write(
            "DELETE FROM requests WHERE decided_at IS NOT NULL AND decided_at < ?",
            now() - older_than * 1000,
        )

    async def _count(self, condition: str, *values: int) -> int:
        row = await self._database.row(
            f"SELECT count(*) AS n FROM requests WHERE {condition}", *values
        )
        return int(row["n"]) if row else 0


def _request(row: sqlite3.Row) -> StoredRequest:
    return StoredRequest(
        id=row["id"],
        chat_id=row["chat_id"],
        chat=row["title"] or str(row["chat_id"]),
        asked_by=row["asked_by"],
        user_id=row["user_id"],
        thread_id=row["thread_id"],
        asked_at=from_milliseconds(row["asked_at"]),
        batch=row["batch"],
    )
