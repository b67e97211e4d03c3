"""The admins: those in ADMIN_IDS, who cannot be removed here, and those who joined by a link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.audit import COMMAND_LINE, Actor, Event
from bot.domain.links import LinkKind
from bot.services.audit import Audit
from bot.services.link_tokens import NewLink, hash_token, new_token
from bot.services.rights_changed import RightsChanged
from bot.storage import AdminTable, Database, LinkTable

CLAIM_LIFETIME = timedelta(minutes=15)
ADMIN_LINK_LIFETIME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Admin:
    """`fixed`: listed in ADMIN_IDS, so that the name is not known (empty)."""

    user_id: int
    name: str
    fixed: bool


class CannotRemove(Exception):
    """The user is the last admin, is listed in ADMIN_IDS, or is no admin."""


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
        """Those in ADMIN_IDS first, by id; then the others in the order in which they joined."""
        fixed = [Admin(user_id, "", fixed=True) for user_id in sorted(self._fixed_ids)]
        joined = [Admin(a.user_id, a.name, fixed=False) for a in await self._table.all()]
        return (*fixed, *(admin for admin in joined if admin.user_id not in self._fixed_ids))

    async def ids(self) -> tuple[int, ...]:
        return tuple(admin.user_id for admin in await self.listed())

    async def include(self, user_id: int) -> bool:
        return user_id in self._fixed_ids or await self._table.has(user_id)

    async def new_claim(self, by: Actor | None = None) -> str | None:
        """A token that makes the first admin, valid for 15 minutes; None if there is an admin.

        An earlier claim token is no longer valid. `by`: who asked for it, for the audit trail;
        the bot's own at each start are not recorded.
        """
        token = new_token()
        async with self._database.transaction():  # nobody becomes an admin in between
            if await self.listed():
                return None
            await self._links.add(hash_token(token), LinkKind.CLAIM, CLAIM_LIFETIME)
            if by is not None:
                await self._audit.record(Event.CLAIM_LINK_MADE, by)
        return token

    async def new_link(self, by: Actor = COMMAND_LINE) -> NewLink:
        """A link that makes one more admin, valid for a day.

        If the same request asks for it twice, the new token replaces the first, which nobody has
        seen.
        """
        token = new_token()
        async with self._database.transaction():
            if earlier := await self._audit.done_by(by, Event.ADMIN_LINK_MADE):
                await self._links.revoke(int(earlier.details["link"]))
            link = await self._links.add(
                hash_token(token), LinkKind.ADMIN, ADMIN_LINK_LIFETIME, made_by=by.name
            )
            await self._audit.replace(earlier, Event.ADMIN_LINK_MADE, by, None, link=link)
        return NewLink(token, link)

    async def count_unused_links(self) -> int:
        """Unused links that make one more admin."""
        return await self._links.count_open(LinkKind.ADMIN)

    async def claim(self, token: str, by: Actor) -> bool:
        """Become the first admin. Returns whether the link was valid."""
        return await self._use(token, LinkKind.CLAIM, by, Event.ADMIN_CLAIMED)

    async def join(self, token: str, by: Actor) -> bool:
        """Become one more admin. Returns whether the link was valid."""
        return await self._use(token, LinkKind.ADMIN, by, Event.ADMIN_ADDED)

    async def remove(self, user_id: int, by: Actor) -> None:
        """Raises CannotRemove; then nothing has changed."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.ADMIN_REMOVED):
                return
            is_fixed = user_id in self._fixed_ids
            if is_fixed or not await self._table.remove(user_id, keep_one=not self._fixed_ids):
                raise CannotRemove
            await self._audit.record(Event.ADMIN_REMOVED, by, user_id)
            self._rights_changed.mark()

    async def _use(self, token: str, kind: LinkKind, by: Actor, event: Event) -> bool:
        assert by.user_id is not None
        async with self._database.transaction():
            if await self._audit.done_by(by, event):
                return True
            if not await self._links.use_for_admin(hash_token(token), kind, by.user_id, by.name):
                return False
            await self._audit.record(event, by, by.user_id)
            self._rights_changed.mark()
        return True
