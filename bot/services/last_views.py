"""When each chat last asked for all its balances, saved a moment later; counts nothing."""

from datetime import datetime

from bot.services.delayed_writer import DelayedWriter
from bot.storage import ChatTable, Database


class LastViews:
    """A moment is that of the newest reading which the chat was shown then (UTC)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table = ChatTable(database)
        self._unsaved: dict[int, datetime] = {}
        self._writer = DelayedWriter("last views of balances", self.flush)

    async def close(self) -> None:
        """Save what is not saved yet."""
        await self._writer.close()

    def save_soon(self, chat_id: int, moment: datetime) -> None:
        self._unsaved[chat_id] = moment
        self._writer.schedule()

    def unsaved(self, chat_id: int) -> datetime | None:
        """The moment that is still to be saved, if any."""
        return self._unsaved.get(chat_id)

    async def flush(self) -> None:
        """Save now what is not saved yet. Raises DatabaseError."""
        while self._unsaved:
            writing = dict(self._unsaved)
            async with self._database.transaction():
                for chat_id, moment in writing.items():
                    await self._table.set_viewed_at(chat_id, moment)
            for chat_id, moment in writing.items():
                if self._unsaved[chat_id] == moment:
                    del self._unsaved[chat_id]
