"""One-time links that can still be used, listed and revoked; their tokens are not stored."""

from bot.domain.audit import Actor, Event
from bot.domain.links import LinkKind
from bot.services.audit import Audit
from bot.storage import Database, LinkTable, StoredLink


class UnusedLinks:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._table = LinkTable(database)
        self._audit = audit

    async def listed(self, kind: LinkKind) -> tuple[StoredLink, ...]:
        """Oldest first."""
        return await self._table.all_open(kind)

    async def revoke(self, link_id: int, by: Actor) -> bool:
        """Returns whether the link was revoked; False: it has been used or has expired."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.LINK_REVOKED):
                return True
            link = await self._table.revoke(link_id)
            if link is None:
                return False
            made_by = link.made_by or None
            await self._audit.record(
                Event.LINK_REVOKED, by, None, kind=link.kind, made_by=made_by, link=link.id
            )
        return True
