"""The table of grants: which chat may see which register, or all of them (NULL), and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database
from bot.storage.timestamps import from_milliseconds, now


@dataclass(frozen=True, slots=True)
class StoredGrant:
    """`register_id` and `register_name` are None for all registers; `ends_at` in UTC."""

    chat_id: int
    register_id: int | None
    register_name: str | None
    ends_at: datetime | None


_SELECT = """
    SELECT grants.chat_id, grants.register_id, registers.name, grants.ends_at
    FROM grants LEFT JOIN registers ON registers.id = grants.register_id
    """


_OF_A_CHAT = (
    ("grants", "chat_id"),
    ("chats", "id"),
    ("looks", "chat_id"),
    ("requests", "chat_id"),
    ("outbox", "chat_id"),
)
"""Tables and columns with what belongs to a chat and goes with it when it gets a new id."""

TOLERANCE = 60_000
"""Milliseconds by which a clock may be set back without anything being told twice."""


class GrantTable:
    """Grants whose end has come count for nothing. Their rows stay for a while.

    The clock may have been wrong: once it is set right, a grant that it had ended counts again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[StoredGrant, ...]:
        return await self._found(f"{_SELECT} WHERE ends_at IS NULL OR ends_at > ?", now())

    async def of_chats(self, first: int, most: int) -> tuple[StoredGrant, ...]:
        """The grants of so many chats, in the order of their ids, from `first` on."""
        return await self._found(
            f"""{_SELECT}
            WHERE grants.chat_id IN (
                SELECT DISTINCT chat_id FROM grants
                WHERE chat_id >= ?1 AND (ends_at IS NULL OR ends_at > ?2)
                ORDER BY chat_id LIMIT ?3
            ) AND (ends_at IS NULL OR ends_at > ?2)""",
            first,
            now(),
            most,
        )

    async def chats_before(self, chat_id: int, most: int) -> tuple[int, ...]:
        """The ids of so many chats with grants, going back from this one."""
        rows = await self._database.rows(
            """
            SELECT DISTINCT chat_id FROM grants
            WHERE chat_id < ? AND (ends_at IS NULL OR ends_at > ?)
            ORDER BY chat_id DESC LIMIT ?
            """,
            chat_id,
            now(),
            most,
        )
        return tuple(row["chat_id"] for row in rows)

    async def of_chat(self, chat_id: int) -> tuple[StoredGrant, ...]:
        return await self._found(
            f"{_SELECT} WHERE grants.chat_id = ? AND (ends_at IS NULL OR ends_at > ?)",
            chat_id,
            now(),
        )

    async def of_register(self, register_id: int) -> tuple[StoredGrant, ...]:
        """Grants for this very register; those for all registers are not among them."""
        return await self._found(
            f"{_SELECT} WHERE grants.register_id = ? AND (ends_at IS NULL OR ends_at > ?)",
            register_id,
            now(),
        )

    async def add(self, chat_id: int, register_ids: Iterable[int | None]) -> None:
        """None grants all registers. What is granted so has no end, even if it had one before."""
        async with self._database.transaction() as connection:
            await connection.executemany(
                "INSERT INTO grants (chat_id, register_id, granted_at) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET ends_at = NULL, end_told_at = NULL",
                [(chat_id, register_id, now()) for register_id in register_ids],
            )

    async def take(self, chat_id: int, register_ids: Iterable[int | None]) -> None:
        async with self._database.transaction() as connection:
            await connection.executemany(
                "DELETE FROM grants WHERE chat_id = ? AND register_id IS ?",
                [(chat_id, register_id) for register_id in register_ids],
            )

    async def take_all(self, chat_id: int) -> bool:
        """Whether there was anything to take that still counted."""
        async with self._database.transaction() as connection:
            counted = await self.of_chat(chat_id)
            await connection.execute("DELETE FROM grants WHERE chat_id = ?", (chat_id,))
        return bool(counted)

    async def next_end(self) -> datetime | None:
        """Of those whose end was not told yet."""
        row = await self._database.row(
            """
            SELECT min(ends_at) AS ends_at FROM (
                SELECT min(ends_at) AS ends_at FROM grants
                WHERE ends_at IS NOT NULL AND end_told_at IS NULL
                UNION ALL
                SELECT min(ends_at) FROM grants WHERE end_told_at > ?
            )
            """,
            now() + TOLERANCE,
        )
        return from_milliseconds(row["ends_at"]) if row and row["ends_at"] is not None else None

    async def take_ended(self) -> tuple[StoredGrant, ...]:
        """Those whose end has come and was not told yet; from now on it counts as told.

        An end that was told in what is now the future was told by a wrong clock: it is told again.
        """
        moment = now()
        untold = """
            ends_at <= ?1 AND ((ends_at IS NOT NULL AND end_told_at IS NULL) OR end_told_at > ?2)
            """
        values = (moment, moment + TOLERANCE)
        async with self._database.transaction() as connection:
            ended = await self._found(f"{_SELECT} WHERE {untold}", *values)
            await connection.execute(
                f"UPDATE grants SET end_told_at = ?1 WHERE {untold}", (moment, *values[1:])
            )
        return ended

    async def forget_ended(self, keep: int) -> None:
        """Of the grants whose end was told all but so many that ended last."""
        await self._database.write(
            """
            DELETE FROM grants WHERE rowid IN (
                SELECT rowid FROM grants WHERE end_told_at IS NOT NULL AND ends_at <= ?
                ORDER BY ends_at DESC LIMIT -1 OFFSET ?
            )
            """,
            now(),
            keep,
        )

    async def move(self, old_chat_id: int, new_chat_id: int) -> bool:
        """A group became a supergroup; whether anything was left to move."""
        async with self._database.transaction() as connection:
            # Of two grants for the same the longer one stays.
            await connection.execute(
                """
                DELETE FROM grants WHERE chat_id = ?1 AND EXISTS (
                    SELECT 1 FROM grants AS before
                    WHERE before.chat_id = ?2 AND before.register_id IS grants.register_id
                        AND (before.ends_at IS NULL OR before.ends_at > grants.ends_at)
                )
                """,
                (new_chat_id, old_chat_id),
            )
            moved = 0
            for table, column in _OF_A_CHAT:
                for sql, *values in (
                    (f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", new_chat_id),
                    (f"DELETE FROM {table} WHERE {column} = ?",),
                ):
                    cursor = await connection.execute(sql, (*values, old_chat_id))
                    moved += cursor.rowcount
            # The menu was set for the old id; nobody says that Telegram takes it along.
            await connection.execute("UPDATE chats SET menu = '' WHERE id = ?", (new_chat_id,))
        return moved > 0

    async def _found(self, sql: str, *values: int) -> tuple[StoredGrant, ...]:
        rows = await self._database.rows(f"{sql} ORDER BY grants.chat_id, register_id", *values)
        return tuple(
            StoredGrant(
                row["chat_id"],
                row["register_id"],
                row["name"],
                from_milliseconds(row["ends_at"]) if row["ends_at"] is not None else None,
            )
            for row in rows
        )
