"""The tables of requests for access: one open a chat, decided once."""

import sqlite3

from bot.storage.database import Database
from bot.storage.times import now

DAY = 24 * 3600 * 1000


class RequestTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, chat_id: int) -> int | None:
        """The id of a new request; None while one is open."""
        try:
            async with self._database.transaction() as connection:
                cursor = await connection.execute(
                    "INSERT INTO requests (chat_id, asked_at) VALUES (?, ?)", (chat_id, now())
                )
        except sqlite3.IntegrityError:
            return None
        return cursor.lastrowid

    async def of_the_last_day(self, chat_id: int) -> int:
        row = await self._database.row(
            "SELECT count(*) AS n FROM requests WHERE chat_id = ? AND asked_at > ?",
            chat_id,
            now() - DAY,
        )
        return int(row["n"]) if row else 0

    async def is_open(self, chat_id: int) -> bool:
        row = await self._database.row(
            "SELECT 1 FROM requests WHERE chat_id = ? AND decided_at IS NULL", chat_id
        )
        return row is not None

    async def decide(
        self, request_id: int, granted: tuple[int | None, ...] = (), *, for_good: bool = False
    ) -> int | None:
        """Close an open request, with grants or without; its chat id, None if it was decided.

        `for_good`: the chat may not ask again.
        """
        async with self._database.transaction() as connection:
            rows = await connection.execute_fetchall(
                "UPDATE requests SET decided_at = ? WHERE id = ? AND decided_at IS NULL"
                " RETURNING chat_id",
                (now(), request_id),
            )
            row = next(iter(rows), None)
            if row is None:
                return None
            chat_id = int(row["chat_id"])
            await connection.executemany(
                "INSERT OR IGNORE INTO grants (chat_id, register_id, granted_at) VALUES (?, ?, ?)",
                [(chat_id, register_id, now()) for register_id in granted],
            )
            if for_good:
                await connection.execute(
                    "INSERT INTO chats (id, denied_for_good) VALUES (?, 1)"
                    " ON CONFLICT (id) DO UPDATE SET denied_for_good = 1",
                    (chat_id,),
                )
        return chat_id

    async def told(self, request_id: int, chat_id: int, message_id: int) -> None:
        """Remember which message told an admin of the request."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT OR REPLACE INTO request_messages VALUES (?, ?, ?)",
                (request_id, chat_id, message_id),
            )

    async def messages(self, request_id: int) -> tuple[tuple[int, int], ...]:
        """Chat id and message id of each admin's message."""
        rows = await self._database.rows(
            "SELECT chat_id, message_id FROM request_messages WHERE request_id = ?", request_id
        )
        return tuple((row["chat_id"], row["message_id"]) for row in rows)
