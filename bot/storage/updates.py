"""The table of updates that are confirmed to Telegram and not answered yet; it seals nothing."""

import json
from collections.abc import Iterable, Mapping

from bot.storage.database import Database
from bot.storage.timestamps import now

LIFETIME = 24 * 3600 * 1000
"""Milliseconds for which an update is worth answering: Telegram keeps its own as long."""


class UpdateTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, sealed: Mapping[int, str]) -> None:
        """Write them all down in one transaction; one of the same number is replaced."""
        rows = [(number, text, now()) for number, text in sealed.items()]
        async with self._database.transaction() as connection:
            await connection.executemany(
                "INSERT OR REPLACE INTO updates_in_hand (number, sealed, came_at) VALUES (?, ?, ?)",
                rows,
            )

    async def forget(self, numbers: Iterable[int]) -> None:
        await self._database.write(
            "DELETE FROM updates_in_hand WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(list(numbers)),
        )

    async def left(self) -> Mapping[int, str]:
        """By number what is still there, the oldest first; what is too old is deleted."""
        await self._database.write(
            "DELETE FROM updates_in_hand WHERE came_at <= ?", now() - LIFETIME
        )
        rows = await self._database.rows(
            "SELECT number, sealed FROM updates_in_hand ORDER BY came_at, number"
        )
        return {row["number"]: row["sealed"] for row in rows}
