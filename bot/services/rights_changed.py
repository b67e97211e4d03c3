"""Says that rights have changed, to those who must tell others of it; knows no right itself."""

import asyncio

from bot.storage import Database


class RightsChanged:
    """Marked by the services that change rights, inside the transaction of the change."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._event = asyncio.Event()

    def mark(self) -> None:
        """It counts from the end of the transaction on."""
        self._database.when_over(self._event.set)

    def is_set(self) -> bool:
        return self._event.is_set()

    def clear(self) -> None:
        self._event.clear()

    async def wait(self) -> None:
        """Return at once if they have changed since they were cleared."""
        await self._event.wait()
