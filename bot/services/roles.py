"""The role of each chat, so that its menu shows the commands that it may use."""

from collections.abc import Mapping
from enum import StrEnum

from bot.services.admins import Admins
from bot.storage import ChatTable, Database


class Role(StrEnum):
    """What a chat may do. The values are stored in the database."""

    STRANGER = ""
    VIEWER = "viewer"
    ADMIN = "admin"


class Roles:
    def __init__(self, database: Database, chats: ChatTable, admins: Admins) -> None:
        self._database = database
        self._chats = chats
        self._admins = admins
        self._last_version: int | None = None

    async def changed_elsewhere(self) -> bool:
        """Whether another process has written to the database since the last call (first: yes)."""
        version = await self._database.data_version()
        changed = version != self._last_version
        self._last_version = version
        return changed

    async def differences(self) -> Mapping[int, Role]:
        """By chat id, the roles of the chats that do not show the menu of their role."""
        wrong = await self._chats.wrong_menus(await self._admins.ids(), Role.ADMIN, Role.VIEWER)
        return {chat_id: Role(wanted) for chat_id, wanted in wrong.items()}

    async def shown(self, chat_id: int, role: Role) -> None:
        """Store that the chat shows the menu of this role now."""
        await self._chats.set_menu(chat_id, role)
