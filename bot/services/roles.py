"""Which chats are strangers', viewers' and admins': so that each shows the commands it has."""

from collections.abc import Mapping
from enum import StrEnum

from bot.services.admins import Admins
from bot.storage import ChatTable, Database, GrantTable


class Role(StrEnum):
    """What a chat is to the bot. The values are kept in the database."""

    STRANGER = ""
    VIEWER = "viewer"
    ADMIN = "admin"


class Roles:
    def __init__(
        self, database: Database, chats: ChatTable, grants: GrantTable, admins: Admins
    ) -> None:
        self._database = database
        self._chats = chats
        self._grants = grants
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
        wanted = dict.fromkeys(await self._grants.chat_ids(), Role.VIEWER)
        wanted |= dict.fromkeys(await self._admins.ids(), Role.ADMIN)
        shown = await self._chats.menus()
        return {
            chat_id: wanted.get(chat_id, Role.STRANGER)
            for chat_id in wanted.keys() | shown.keys()
            if wanted.get(chat_id, Role.STRANGER) != shown.get(chat_id, Role.STRANGER)
        }

    async def shown(self, chat_id: int, role: Role) -> None:
        """Remember whose menu the chat shows now."""
        await self._chats.set_menu(chat_id, role)
