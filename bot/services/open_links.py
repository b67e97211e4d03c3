"""One-time links that nobody has used yet, listed and revoked; the links are not kept."""

from bot.domain.audit import Actor, Event
from bot.services.audit import Audit
from bot.storage import Database, LinkTable, StoredLink

INVITE, ADMIN = "invite", "admin"
"""The kinds of links that admins make."""


class OpenLinks:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._table = LinkTable(database)
        self._audit = audit

    async def listed(self, kind: str) -> tuple[StoredLink, ...]:
        """Oldest first."""
        return await self._table.open(kind)

    async def revoke(self, number: int, by: Actor) -> bool:
        """Whether it can no longer be used because of this; False: it was used or has expired."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.LINK_REVOKED):
                return True
            link = await self._table.revoke(number)
            if link is None:
                return False
            made_by = link.made_by or None
            await self._audit.record(
                Event.LINK_REVOKED, by, None, kind=link.kind, made_by=made_by, link=link.id
            )
        return True
