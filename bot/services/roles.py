"""Which chats are strangers', viewers' and admins': so that each shows the commands it has."""

from collections.abc import Mapping
from enum import StrEnum

from bot.services.admins import Admins
from bot.storage import ChatTable, Database


class Role(StrEnum):
    """What a chat is to the bot. The values are kept in the database."""

    STRANGER = ""
    VIEWER = "viewer"
    ADMIN = "admin"


class Roles:
    def __init__(self, database: Database, chats: ChatTable, admins: Admins) -> None:
        self._database = database
        self._chats = chats
        self._admins = admins
        self._seen: int | None = None

    async def changed_elsewhere(self) -> bool:
        """Whether another process has written to the database since the last call."""
        version = await self._database.version_of_others()
        changed = version != self._seen
        self._seen = version
        return changed

    async def differences(self) -> Mapping[int, Role]:
        """By chat id, the roles that are not those whose menu was set."""
        wrong = await self._chats.wrong_menus(await self._admins.ids(), Role.ADMIN, Role.VIEWER)
        return {chat_id: Role(wanted) for chat_id, wanted in wrong.items()}

    async def shown(self, chat_id: int, role: Role) -> None:
        """Remember whose menu the chat shows now."""
        await self._chats.set_menu(chat_id, role)
