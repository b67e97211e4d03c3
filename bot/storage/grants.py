"""The table of grants: which chat may see which register, or all of them (NULL), and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiosqlite

from bot.storage.database import Database
from bot.storage.timestamps import duration_ms, from_ms, now_ms


@dataclass(frozen=True, slots=True)
class StoredGrant:
    """`register_id`, `register_name`: None for all registers. `ends_at`: in UTC; None: never."""

    chat_id: int
    register_id: int | None
    register_name: str | None
    ends_at: datetime | None


_SELECT = """
    SELECT grants.chat_id, grants.register_id, registers.name, grants.ends_at
    FROM grants LEFT JOIN registers ON registers.id = grants.register_id
    """


_CHAT_COLUMNS = (
    ("grants", "chat_id"),
    ("chats", "id"),
    ("looks", "chat_id"),
    ("requests", "chat_id"),
    ("outbox", "chat_id"),
)
"""Tables and columns whose rows belong to a chat and move with it when it gets a new id."""

CLOCK_TOLERANCE_MS = duration_ms(timedelta(minutes=1))
"""How far the clock may be set back without an end being announced twice."""

_DELETE_SHORTER = """
    DELETE FROM grants WHERE chat_id = ?1 AND EXISTS (
        SELECT 1 FROM grants AS before
        WHERE before.chat_id = ?2 AND before.register_id IS grants.register_id
            AND (before.ends_at IS NULL OR before.ends_at > grants.ends_at)
    )
    """
"""Of two grants for a register the longer one stays; ?1: the new chat id, ?2: the old one."""


class GrantTable:
    """A grant that has ended gives no access, but its row stays for a while.

    The clock may have been wrong: once it is corrected, a grant that it had ended is valid again.
    Every method that finds grants finds only those that have not ended, unless it says otherwise.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[StoredGrant, ...]:
        return await self._found(f"{_SELECT} WHERE ends_at IS NULL OR ends_at > ?", now_ms())

    async def of_chats(self, first: int, limit: int) -> tuple[StoredGrant, ...]:
        """The grants of at most `limit` chats, by chat id, starting with `first`."""
        return await self._found(
            f"""{_SELECT}
            WHERE grants.chat_id IN (
                SELECT DISTINCT chat_id FROM grants
                WHERE chat_id >= ?1 AND (ends_at IS NULL OR ends_at > ?2)
                ORDER BY chat_id LIMIT ?3
            ) AND (ends_at IS NULL OR ends_at > ?2)""",
            first,
            now_ms(),
            limit,
        )

    async def chats_before(self, chat_id: int, limit: int) -> tuple[int, ...]:
        """The ids of at most `limit` chats with grants, going back from this id."""
        rows = await self._database.rows(
            """
            SELECT DISTINCT chat_id FROM grants
            WHERE chat_id < ? AND (ends_at IS NULL OR ends_at > ?)
            ORDER BY chat_id DESC LIMIT ?
            """,
            chat_id,
            now_ms(),
            limit,
        )
        return tuple(row["chat_id"] for row in rows)

    async def of_chat(self, chat_id: int) -> tuple[StoredGrant, ...]:
        return await self._found(
            f"{_SELECT} WHERE grants.chat_id = ? AND (ends_at IS NULL OR ends_at > ?)",
            chat_id,
            now_ms(),
        )

    async def of_register(self, register_id: int) -> tuple[StoredGrant, ...]:
        """The grants for this one register, without those for all registers."""
        return await self._found(
            f"{_SELECT} WHERE grants.register_id = ? AND (ends_at IS NULL OR ends_at > ?)",
            register_id,
            now_ms(),
        )

    async def add(self, chat_id: int, register_ids: Iterable[int | None]) -> None:
        """None: all registers. These grants never end, even if they were to end before."""
        async with self._database.transaction() as connection:
            await connection.executemany(
                "INSERT INTO grants (chat_id, register_id, granted_at) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET ends_at = NULL, end_told_at = NULL",
                [(chat_id, register_id, now_ms()) for register_id in register_ids],
            )

    async def delete(self, chat_id: int, register_ids: Iterable[int | None]) -> None:
        async with self._database.transaction() as connection:
            await connection.executemany(
                "DELETE FROM grants WHERE chat_id = ? AND register_id IS ?",
                [(chat_id, register_id) for register_id in register_ids],
            )

    async def delete_all(self, chat_id: int) -> bool:
        """Returns whether the chat had a grant that had not ended."""
        async with self._database.transaction() as connection:
            valid = await self.of_chat(chat_id)
            await connection.execute("DELETE FROM grants WHERE chat_id = ?", (chat_id,))
        return bool(valid)

    async def next_end(self) -> datetime | None:
        """When the next grant ends whose end has not been announced (UTC)."""
        row = await self._database.row(
            """
            SELECT min(ends_at) AS ends_at FROM (
                SELECT min(ends_at) AS ends_at FROM grants
                WHERE ends_at IS NOT NULL AND end_told_at IS NULL
                UNION ALL
                SELECT min(ends_at) FROM grants WHERE end_told_at > ?
            )
            """,
            now_ms() + CLOCK_TOLERANCE_MS,
        )
        return from_ms(row["ends_at"]) if row and row["ends_at"] is not None else None

    async def mark_ended(self) -> tuple[StoredGrant, ...]:
        """Grants that have ended, unannounced until now; mark their ends as announced.

        An end that was announced in what is now the future was announced by a wrong clock: it is
        announced again.
        """
        moment = now_ms()
        unannounced = """
            ends_at <= ?1 AND ((ends_at IS NOT NULL AND end_told_at IS NULL) OR end_told_at > ?2)
            """
        values = (moment, moment + CLOCK_TOLERANCE_MS)
        async with self._database.transaction() as connection:
            ended = await self._found(f"{_SELECT} WHERE {unannounced}", *values)
            await connection.execute(
                f"UPDATE grants SET end_told_at = ?1 WHERE {unannounced}", (moment, *values[1:])
            )
        return ended

    async def delete_ended(self, keep: int) -> None:
        """Delete grants whose end was announced, except the `keep` that ended last."""
        await self._database.write(
            """
            DELETE FROM grants WHERE rowid IN (
                SELECT rowid FROM grants WHERE end_told_at IS NOT NULL AND ends_at <= ?
                ORDER BY ends_at DESC LIMIT -1 OFFSET ?
            )
            """,
            now_ms(),
            keep,
        )

    async def move(self, old_chat_id: int, new_chat_id: int) -> bool:
        """A group became a supergroup: move all that belongs to it. Whether there was anything."""
        async with self._database.transaction() as connection:
            await connection.execute(_DELETE_SHORTER, (new_chat_id, old_chat_id))
            moved = [
                await _move_rows(connection, table, column, old_chat_id, new_chat_id)
                for table, column in _CHAT_COLUMNS
            ]
            # The menu was set for the old id; Telegram does not promise to move it.
            await connection.execute("UPDATE chats SET menu = '' WHERE id = ?", (new_chat_id,))
        return any(moved)

    async def _found(self, sql: str, *values: int) -> tuple[StoredGrant, ...]:
        rows = await self._database.rows(f"{sql} ORDER BY grants.chat_id, register_id", *values)
        return tuple(
            StoredGrant(
                row["chat_id"],
                row["register_id"],
                row["name"],
                from_ms(row["ends_at"]) if row["ends_at"] is not None else None,
            )
            for row in rows
        )


async def _move_rows(
    connection: aiosqlite.Connection, table: str, column: str, old_chat_id: int, new_chat_id: int
) -> bool:
    """Where the new id has a row of its own, that one stays. Whether the old id had any."""
    updated = await connection.execute(
        f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (new_chat_id, old_chat_id)
    )
    deleted = await connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (old_chat_id,))
    return updated.rowcount + deleted.rowcount > 0
