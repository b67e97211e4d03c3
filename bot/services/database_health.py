"""Whether the database can be written, tested by writing; repairs nothing."""

import logging

from bot.storage import Database, DatabaseError

log = logging.getLogger(__name__)


class DatabaseHealth:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def diagnose(self) -> str | None:
        """Why the database cannot be written, in one line; None if it can."""
        try:
            await self._database.check_writable()
        except DatabaseError as error:
            log.error("The database cannot be written: %s", error)
            return str(error)
        return None
