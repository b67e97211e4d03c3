"""Who are the admins: those of ADMIN_IDS, who stay, and those who came by a link."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.audit import COMMAND_LINE, Actor, Event
from bot.services.audit import Audit
from bot.services.link_tokens import NewLink, hashed, new_token
from bot.services.rights_changed import RightsChanged
from bot.storage import AdminTable, Database, LinkTable

CLAIM_LIFETIME = 15 * 60
ADMIN_LINK_LIFETIME = 24 * 3600


@dataclass(frozen=True, slots=True)
class Admin:
    """`fixed`: named in ADMIN_IDS, cannot be removed here; then the name is not known."""

    user_id: int
    name: str
    fixed: bool


class CannotRemove(Exception):
    """The admin is the last one, is fixed by ADMIN_IDS, or is none."""


class Admins:
    def __init__(
        self,
        database: Database,
        fixed_ids: Iterable[int],
        audit: Audit,
        rights_changed: RightsChanged,
    ) -> None:
        self._database = database
        self._table = AdminTable(database)
        self._links = LinkTable(database)
        self._fixed_ids = frozenset(fixed_ids)
        self._audit = audit
        self._rights_changed = rights_changed

    async def listed(self) -> tuple[Admin, ...]:
        fixed = [Admin(user_id, "", fixed=True) for user_id in sorted(self._fixed_ids)]
        came = [Admin(a.user_id, a.name, fixed=False) for a in await self._table.all()]
        return (*fixed, *(admin for admin in came if admin.user_id not in self._fixed_ids))

    async def ids(self) -> tuple[int, ...]:
        return tuple(admin.user_id for admin in await self.listed())

    async def include(self, user_id: int) -> bool:
        return user_id in self._fixed_ids or await self._table.has(user_id)

    async def new_claim(self) -> str | None:
        """The token that makes the first admin, good for 15 minutes; None if there is an admin.

        An earlier claim is good no more.
        """
        if await self.listed():
            return None
        token = new_token()
        await self._links.keep(hashed(token), "claim", CLAIM_LIFETIME)
        return token

    async def new_link(self, by: Actor = COMMAND_LINE) -> NewLink:
        """A link that makes one more admin, good for a day.

        Asked for twice by one press, the first token, which nobody has seen, is replaced.
        """
        token = new_token()
        async with self._database.transaction():
            if earlier := await self._audit.done_by(by, Event.ADMIN_LINK_MADE):
                await self._links.revoke(int(earlier.details["link"]))
            link = await self._links.keep(
                hashed(token), "admin", ADMIN_LINK_LIFETIME, made_by=by.name
            )
            await self._audit.replace(earlier, Event.ADMIN_LINK_MADE, by, None, link=link)
        return NewLink(token, link)

    async def count_open_links(self) -> int:
        """Links that would make one more admin."""
        return await self._links.count_open("admin")

    async def claim(self, token: str, by: Actor) -> bool:
        """Become the first admin; whether the link was good."""
        return await self._enter(token, "claim", by, Event.ADMIN_CLAIMED)

    async def join(self, token: str, by: Actor) -> bool:
        """Become one more admin; whether the link was good."""
        return await self._enter(token, "admin", by, Event.ADMIN_ADDED)

    async def remove(self, user_id: int, by: Actor) -> None:
        """Raises CannotRemove, having changed nothing."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.ADMIN_REMOVED):
                return
            is_fixed = user_id in self._fixed_ids
            if is_fixed or not await self._table.remove(user_id, keep_one=not self._fixed_ids):
                raise CannotRemove
            await self._audit.record(Event.ADMIN_REMOVED, by, user_id)
            self._rights_changed.mark()

    async def _enter(self, token: str, kind: str, by: Actor, event: Event) -> bool:
        assert by.user_id is not None
        async with self._database.transaction():
            if await self._audit.done_by(by, event):
                return True
            if not await self._links.make_admin(hashed(token), kind, by.user_id, by.name):
                return False
            await self._audit.record(event, by, by.user_id)
            self._rights_changed.mark()
        return True
