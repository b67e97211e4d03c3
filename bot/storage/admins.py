"""The table of admins who joined by a link; those in ADMIN_IDS are not stored."""

from dataclasses import dataclass

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class StoredAdmin:
    user_id: int
    name: str


class AdminTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[StoredAdmin, ...]:
        """In the order in which they joined."""
        rows = await self._database.rows("SELECT user_id, name FROM admins ORDER BY added_at")
        return tuple(StoredAdmin(row["user_id"], row["name"]) for row in rows)

    async def has(self, user_id: int) -> bool:
        row = await self._database.row("SELECT 1 FROM admins WHERE user_id = ?", user_id)
        return row is not None

    async def remove(self, user_id: int, *, keep_one: bool) -> bool:
        """Returns whether an admin was removed. `keep_one`: the last one is not."""
        sql = "DELETE FROM admins WHERE user_id = ?"
        if keep_one:
            sql += " AND (SELECT count(*) FROM admins) > 1"
        async with self._database.transaction() as connection:
            cursor = await connection.execute(sql, (user_id,))
        return cursor.rowcount == 1
