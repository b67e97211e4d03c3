"""The tables of requests for access: one open a chat, decided once."""

from bot.storage.database import Database
from bot.storage.times import now

DAY = 24 * 3600 * 1000


class RequestTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, chat_id: int) -> int:
        """The id of a new request. Raises sqlite3.IntegrityError while one is open."""
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "INSERT INTO requests (chat_id, asked_at) VALUES (?, ?)", (chat_id, now())
            )
        assert cursor.lastrowid is not None
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
                "INSERT INTO grants (chat_id, register_id, granted_at) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET ends_at = NULL",
                [(chat_id, register_id, now()) for register_id in granted],
            )
            if for_good:
                await connection.execute(
                    "INSERT INTO chats (id, denied_for_good) VALUES (?, 1)"
                    " ON CONFLICT (id) DO UPDATE SET denied_for_good = 1",
                    (chat_id,),
                )
        return chat_id
