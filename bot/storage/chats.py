"""The table of what chats have chosen. A row here gives no rights."""

from bot.storage.database import Database


class ChatTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def choices(self, chat_id: int) -> tuple[str | None, bool]:
        """The chat's fixed language, if any, and whether it hides empty balances (at first yes)."""
        row = await self._database.row(
            "SELECT language, hide_empty FROM chats WHERE id = ?", chat_id
        )
        return (row["language"], bool(row["hide_empty"])) if row else (None, True)

    async def choose_language(self, chat_id: int, language: str | None) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO chats (id, language) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET language = excluded.language",
                (chat_id, language),
            )

    async def choose_hide_empty(self, chat_id: int, hide_empty: bool) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO chats (id, hide_empty) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET hide_empty = excluded.hide_empty",
                (chat_id, hide_empty),
            )
