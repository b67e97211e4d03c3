"""The table of updates that were confirmed to Telegram before they were answered.

They are stored as given: encrypting them is not its job.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.storage.database import Database
from bot.storage.timestamps import duration_ms, now_ms

LIFETIME = timedelta(days=1)
"""How long an update is worth answering; Telegram keeps updates for as long."""


class UpdateInboxTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, encrypted: Mapping[int, str]) -> None:
        """Store updates by number in one transaction; one with the same number is replaced."""
        rows = [(number, text, now_ms()) for number, text in encrypted.items()]
        async with self._database.transaction() as connection:
            await connection.executemany(
                "INSERT OR REPLACE INTO updates_in_hand (number, sealed, came_at) VALUES (?, ?, ?)",
                rows,
            )

    async def delete(self, numbers: Iterable[int]) -> None:
        await self._database.write(
            "DELETE FROM updates_in_hand WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(list(numbers)),
        )

    async def all(self) -> Mapping[int, str]:
        """Stored updates by number, oldest first. Those that are too old are deleted."""
        await self._database.write(
            "DELETE FROM updates_in_hand WHERE came_at <= ?", now_ms() - duration_ms(LIFETIME)
        )
        rows = await self._database.rows(
            "SELECT number, sealed FROM updates_in_hand ORDER BY came_at, number"
        )
        return {row["number"]: row["sealed"] for row in rows}
