"""The table of grants: which chat may see which register, or all of them (NULL)."""

from collections.abc import Iterable

from bot.storage.database import Database
from bot.storage.times import now


class GrantTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def exist_for(self, chat_id: int) -> bool:
        row = await self._database.row("SELECT 1 FROM grants WHERE chat_id = ? LIMIT 1", chat_id)
        return row is not None

    async def all(self) -> dict[int, tuple[str | None, ...]]:
        """By chat id, the names of the registers; None stands for all registers, later ones too."""
        rows = await self._database.rows(
            """
            SELECT grants.chat_id, registers.name
            FROM grants LEFT JOIN registers ON registers.id = grants.register_id
            ORDER BY grants.chat_id, grants.register_id
            """
        )
        granted: dict[int, tuple[str | None, ...]] = {}
        for row in rows:
            granted[row["chat_id"]] = (*granted.get(row["chat_id"], ()), row["name"])
        return granted

    async def add(self, chat_id: int, register_ids: Iterable[int | None]) -> None:
        """None grants all registers. A grant that is there already stays as it is."""
        async with self._database.transaction() as connection:
            await connection.executemany(
                "INSERT OR IGNORE INTO grants (chat_id, register_id, granted_at) VALUES (?, ?, ?)",
                [(chat_id, register_id, now()) for register_id in register_ids],
            )

    async def take(self, chat_id: int, register_ids: Iterable[int]) -> None:
        async with self._database.transaction() as connection:
            await connection.executemany(
                "DELETE FROM grants WHERE chat_id = ? AND register_id = ?",
                [(chat_id, register_id) for register_id in register_ids],
            )

    async def take_all(self, chat_id: int) -> None:
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM grants WHERE chat_id = ?", (chat_id,))

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup. Doing it twice changes nothing the second time."""
        async with self._database.transaction() as connection:
            for table, column in (("grants", "chat_id"), ("chats", "id")):
                await connection.execute(
                    f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?",
                    (new_chat_id, old_chat_id),
                )
                await connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (old_chat_id,))
