"""Whether what the bot is told can be kept now, said in words; tries it by writing."""

import logging

from bot.storage import Database, DatabaseError, write_a_page

log = logging.getLogger(__name__)


class DatabaseProbe:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def diagnose(self) -> str | None:
        """Why the database cannot be written, in one line; None when it can."""
        try:
            await write_a_page(self._database)
        except DatabaseError as error:
            log.error("The database cannot be written: %s", error)
            return str(error)
        return None
