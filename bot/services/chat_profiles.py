"""Titles of chats and languages of their users, saved a moment after they were seen."""

from collections.abc import Iterable

from bot.services.delayed_writer import DelayedWriter
from bot.services.rights_changed import RightsChanged
from bot.storage import ChatTable, Database


class ChatProfiles:
    """Every method that finds titles also knows those that are not saved yet."""

    def __init__(self, database: Database, rights_changed: RightsChanged) -> None:
        self._database = database
        self._table = ChatTable(database)
        self._rights_changed = rights_changed
        self._unsaved: dict[int, tuple[str, str]] = {}  # titles and languages
        self._writer = DelayedWriter("titles of chats", self._write)

    async def close(self) -> None:
        """Save what is not saved yet."""
        await self._writer.close()

    def save_soon(self, chat_id: int, title: str, user_language: str) -> None:
        """A chat with access writes for the first time, or its title or language has changed.

        No answer waits until it is saved. `user_language`: of a private chat's user; empty for any
        other chat.
        """
        self._unsaved[chat_id] = title, user_language
        self._writer.schedule()

    def unsaved(self, chat_id: int) -> tuple[str, str] | None:
        """The title and the language that are still to be saved, if any."""
        return self._unsaved.get(chat_id)

    async def title(self, chat_id: int) -> str:
        """Empty if it is not known."""
        return self._unsaved_titles().get(chat_id) or await self._table.title(chat_id)

    async def titles_of(self, chat_ids: Iterable[int]) -> dict[int, str]:
        """By chat id; may hold titles of other chats too."""
        return await self._table.titles_of(chat_ids) | self._unsaved_titles()

    async def titles(self) -> dict[int, str]:
        """By chat id, without chats whose title is not known."""
        return await self._table.titles() | self._unsaved_titles()

    def _unsaved_titles(self) -> dict[int, str]:
        return {chat_id: title for chat_id, (title, _) in self._unsaved.items()}

    async def _write(self) -> None:
        """A title that changes while it is being written is written again."""
        while self._unsaved:
            writing = dict(self._unsaved)
            async with self._database.transaction():
                for chat_id, (title, user_language) in writing.items():
                    await self._table.set_title(chat_id, title, user_language)
                self._rights_changed.mark()  # Telegram takes an admin's menu once he has written
            for chat_id, written in writing.items():
                if self._unsaved[chat_id] == written:
                    del self._unsaved[chat_id]
