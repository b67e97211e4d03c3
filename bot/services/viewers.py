"""What a chat may see now and what it has chosen; always read from the database, never cached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.registers import Register
from bot.services.chat_profiles import ChatProfiles
from bot.services.last_views import LastViews
from bot.storage import ChatAccessRow, ChatTable, Database, RegisterTable


@dataclass(frozen=True, slots=True)
class Viewer:
    """What a chat may see now and what it has chosen.

    A chat that is not `allowed` is a stranger; one that is may still see no register, if there are
    none. `is_admin`: it is the private chat of an admin. `language`: the one chosen for the chat,
    if any; `user_language`: that of a private chat's user, as the user's client last reported it,
    or empty. `timezone`: the IANA name chosen for the chat; None: that of the settings.
    `viewed_at`: when the chat last asked for all its balances (UTC).
    """

    chat_id: int
    allowed: bool
    is_admin: bool
    registers: tuple[Register, ...]
    language: str | None
    hide_empty: bool
    title: str = ""
    user_language: str = ""
    timezone: str | None = None
    show_changes: bool = True
    dark_charts: bool = False
    viewed_at: datetime | None = None

    def register_named(self, name: str) -> Register | None:
        """Case does not matter."""
        wanted = name.strip().casefold()
        return next((r for r in self.registers if r.name.casefold() == wanted), None)

    def register_with(self, register_id: int) -> Register | None:
        return next((r for r in self.registers if r.id == register_id), None)


class Viewers:
    """Admins see every register in their private chats. Other chats see what they were granted."""

    def __init__(
        self,
        database: Database,
        fixed_admin_ids: Iterable[int],
        profiles: ChatProfiles,
        last_views: LastViews,
    ) -> None:
        """`fixed_admin_ids`: those in ADMIN_IDS."""
        self._registers = RegisterTable(database)
        self._chats = ChatTable(database)
        self._fixed_admin_ids = frozenset(fixed_admin_ids)
        self._profiles = profiles
        self._last_views = last_views

    async def get(self, chat_id: int) -> Viewer:
        """Raises DatabaseError. A private chat has its user's id, by which an admin is known."""
        access_row = await self._chats.access_row(chat_id)
        stored = access_row.title, access_row.user_language
        title, user_language = self._profiles.unsaved(chat_id) or stored
        is_admin = chat_id in self._fixed_admin_ids or access_row.is_admin
        return Viewer(
            chat_id=chat_id,
            allowed=is_admin or access_row.granted,
            is_admin=is_admin,
            registers=await self._visible(access_row, is_admin),
            language=access_row.language,
            user_language=user_language,
            hide_empty=access_row.hide_empty,
            title=title,
            timezone=access_row.timezone,
            show_changes=access_row.show_changes,
            dark_charts=access_row.dark_charts,
            viewed_at=self._last_views.unsaved(chat_id) or access_row.viewed_at,
        )

    async def set_language(self, chat_id: int, language: str | None) -> None:
        """None: as each user's Telegram."""
        await self._chats.set_language(chat_id, language)

    async def set_hide_empty(self, chat_id: int, hide_empty: bool) -> None:
        await self._chats.set_hide_empty(chat_id, hide_empty)

    async def set_timezone(self, chat_id: int, timezone: str | None) -> None:
        """`timezone`: an IANA name; None: that of the settings."""
        await self._chats.set_timezone(chat_id, timezone)

    async def set_show_changes(self, chat_id: int, show_changes: bool) -> None:
        await self._chats.set_show_changes(chat_id, show_changes)

    async def set_dark_charts(self, chat_id: int, dark_charts: bool) -> None:
        await self._chats.set_dark_charts(chat_id, dark_charts)

    async def _visible(self, access_row: ChatAccessRow, is_admin: bool) -> tuple[Register, ...]:
        sees_all = is_admin or access_row.sees_all
        return await self._registers.all() if sees_all else access_row.registers
