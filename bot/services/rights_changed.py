"""An event: the rights of some chat have changed. It does not say which."""

import asyncio

from bot.storage import Database


class RightsChanged:
    """Services that change rights mark it inside the transaction of the change."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._event = asyncio.Event()

    def mark(self) -> None:
        """Takes effect at the end of the transaction."""
        self._database.after_transaction(self._event.set)

    def is_set(self) -> bool:
        return self._event.is_set()

    def clear(self) -> None:
        self._event.clear()

    async def wait(self) -> None:
        """Return at once if it was marked since it was cleared."""
        await self._event.wait()
