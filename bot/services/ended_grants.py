"""Grants that have ended give no access by themselves; here the chat and the admins are told."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.audit import EVERY_REGISTER, THE_BOT, Event
from bot.domain.notifications import Fact, Notification, NotificationKind
from bot.services.audit import Audit
from bot.services.chat_profiles import ChatProfiles
from bot.services.outbox import Outbox
from bot.services.rights_changed import RightsChanged
from bot.storage import Database, GrantTable, StoredGrant


class EndedGrants:
    def __init__(
        self,
        database: Database,
        audit: Audit,
        outbox: Outbox,
        rights_changed: RightsChanged,
        profiles: ChatProfiles,
    ) -> None:
        self._database = database
        self._grants = GrantTable(database)
        self._audit = audit
        self._outbox = outbox
        self._rights_changed = rights_changed
        self._profiles = profiles

    async def next_end(self) -> datetime | None:
        """When the next end is to be announced (UTC); None if no grant will end."""
        return await self._grants.next_end()

    async def announce(self) -> None:
        """Tell both sides of the grants that have ended since the last call.

        A grant that was extended meanwhile has not ended.
        """
        async with self._database.transaction():
            by_chat: dict[int, list[StoredGrant]] = {}
            for grant in await self._grants.mark_ended():
                by_chat.setdefault(grant.chat_id, []).append(grant)
            for chat_id, grants in by_chat.items():
                await self._announce(chat_id, [grant.register_name for grant in grants])
            self._rights_changed.mark()

    async def _announce(self, chat_id: int, names: Sequence[str | None]) -> None:
        """`names`: of the registers; None: all registers."""
        listed = ", ".join(name or EVERY_REGISTER for name in names)
        number = await self._audit.record(Event.GRANT_ENDED, THE_BOT, chat_id, registers=listed)
        for_chat = Notification(NotificationKind.ACCESS_ENDED, {"names": names})
        await self._outbox.owe(f"entry:{number}", chat_id, for_chat)
        title = await self._profiles.title(chat_id) or str(chat_id)
        facts: dict[str, Fact] = {"chat": title, "names": names}
        for_admins = Notification(NotificationKind.ACCESS_OF_CHAT_ENDED, facts)
        await self._outbox.owe_admins(f"entry:{number}:admins", for_admins)
