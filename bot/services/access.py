"""Grants: which chat may see which registers, given, listed and revoked by admins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.audit import COMMAND_LINE, EVERY_REGISTER, Actor, Event
from bot.domain.links import LinkKind
from bot.domain.notifications import Notification, NotificationKind
from bot.domain.registers import Register
from bot.services.access_requests import AccessRequests
from bot.services.audit import Audit
from bot.services.chat_profiles import ChatProfiles
from bot.services.outbox import Outbox
from bot.services.rights_changed import RightsChanged
from bot.services.viewers import Viewers
from bot.storage import (
    ChatTable,
    Database,
    GrantTable,
    LinkTable,
    RegisterTable,
    StoredGrant,
)

LOWEST_ID = -(2**63)
"""Below the id of any chat."""


@dataclass(frozen=True, slots=True)
class GrantedChat:
    """A chat and its grants. `ends`: by register id (None: all registers), when each ends (UTC).

    `names`: those of the registers, in the same order (None: all registers).
    """

    chat_id: int
    title: str
    ends: dict[int | None, datetime | None]
    names: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class GrantedPage:
    """Some of the chats with grants. `before`, `after`: the first chats of the adjacent pages.

    `access_requests`, `invites`: how many are open.
    """

    chats: tuple[GrantedChat, ...]
    before: int | None
    after: int | None
    access_requests: int
    invites: int


class GrantedAll(Exception):
    """The chat has one grant for all registers; single registers cannot be taken out of it."""


class Access:
    """A change is recorded in the audit trail in the same transaction.

    A repeated request (`by`) of a change that was made already changes nothing.
    """

    def __init__(
        self,
        database: Database,
        audit: Audit,
        outbox: Outbox,
        rights_changed: RightsChanged,
        access_requests: AccessRequests,
        viewers: Viewers,
        profiles: ChatProfiles,
    ) -> None:
        self._database = database
        self._registers = RegisterTable(database)
        self._grants = GrantTable(database)
        self._chats = ChatTable(database)
        self._links = LinkTable(database)
        self._audit = audit
        self._outbox = outbox
        self._rights_changed = rights_changed
        self._access_requests = access_requests
        self._viewers = viewers
        self._profiles = profiles

    async def allow(
        self, chat_id: int, registers: Sequence[Register] = (), by: Actor = COMMAND_LINE
    ) -> None:
        """Add to what the chat may see; no registers: all of them, also later ones.

        A chat that could see nothing before is told; if the command line did it, only a chat that
        had asked is told.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.GRANTED):
                return
            is_new = by is not COMMAND_LINE and not (await self._viewers.get(chat_id)).allowed
            await self._grants.add(chat_id, [register.id for register in registers] or [None])
            number = await self._record(Event.GRANTED, by, chat_id, registers)
            had_asked = await self._access_requests.close_because_of_access(chat_id, by.name)
            if is_new or had_asked:
                given = Notification(NotificationKind.ACCESS_GIVEN)
                await self._outbox.owe(f"entry:{number}", chat_id, given)

    async def deny(
        self, chat_id: int, registers: Sequence[Register] = (), by: Actor = COMMAND_LINE
    ) -> bool:
        """Remove grants; no registers: all grants. Whether the chat had any of them.

        A chat that was denied for good may ask again once all its grants are removed.
        Raises GrantedAll; then nothing has changed.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.GRANT_TAKEN):
                return True
            granted = {grant.register_id for grant in await self._grants.of_chat(chat_id)}
            may_ask_again = False
            if registers and None in granted:
                raise GrantedAll
            if registers:
                await self._grants.delete(chat_id, [register.id for register in registers])
            else:
                await self._grants.delete_all(chat_id)
                may_ask_again = await self._chats.clear_denial(chat_id)
            had_any = bool(granted & {r.id for r in registers} if registers else granted)
            # A press is always recorded, so that it is not done a second time.
            if had_any or may_ask_again or by.request:
                await self._record(Event.GRANT_TAKEN, by, chat_id, registers)
        return had_any

    async def revoke(self, chat_id: int, register: Register | None, by: Actor) -> None:
        """Remove one grant; None: the one for all registers. The chat's other grants stay."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.GRANT_TAKEN):
                return
            await self._grants.delete(chat_id, [register.id if register else None])
            await self._record(Event.GRANT_TAKEN, by, chat_id, [register] if register else ())

    async def granted(self) -> tuple[GrantedChat, ...]:
        """Every chat with a grant, and what it may see."""
        return _granted_chats(await self._grants.all(), await self._profiles.titles())

    async def granted_page(self, first: int | None, size: int, skip: int = 0) -> GrantedPage:
        """At most `size` chats with grants, by chat id, from `first` on or from the beginning.

        `skip`: begin so many chats before `first`. The cost does not grow with their number.
        """
        lowest = LOWEST_ID if first is None else first
        if skip and (earlier := await self._grants.chats_before(lowest, min(skip, size))):
            lowest = earlier[-1]
        grants = await self._grants.of_chats(lowest, size + 1)
        before = await self._grants.chats_before(lowest, size)
        ids = sorted({grant.chat_id for grant in grants})
        if not ids and before:
            return await self.granted_page(before[-1], size)
        chats = _granted_chats(grants, await self._profiles.titles_of(ids))
        return GrantedPage(
            chats[:size],
            before=before[-1] if before else None,
            after=ids[size] if len(ids) > size else None,
            access_requests=await self._access_requests.count_open(),
            invites=await self._links.count_open(LinkKind.INVITE),
        )

    async def granted_chat(self, chat_id: int) -> GrantedChat:
        """One chat, with or without grants."""
        grants = await self._grants.of_chat(chat_id)
        return _granted_chat(chat_id, await self._profiles.title(chat_id), grants)

    async def chats_granted(self, register: Register) -> tuple[str, ...]:
        """Titles (or ids) of the chats with a grant for this one register."""
        grants = await self._grants.of_register(register.id)
        titles = await self._profiles.titles_of(grant.chat_id for grant in grants)
        return tuple(titles.get(grant.chat_id) or str(grant.chat_id) for grant in grants)

    async def all_registers(self) -> tuple[Register, ...]:
        """The registers that can be granted."""
        return await self._registers.all()

    async def _record(
        self, event: Event, by: Actor, chat_id: int, registers: Sequence[Register]
    ) -> int:
        number = await self._audit.record(event, by, chat_id, registers=names_of(registers))
        self._rights_changed.mark()
        return number


def names_of(registers: Sequence[Register]) -> str:
    """For the audit trail; no registers: all of them."""
    return ", ".join(register.name for register in registers) or EVERY_REGISTER


def _granted_chats(
    grants: Iterable[StoredGrant], titles: Mapping[int, str]
) -> tuple[GrantedChat, ...]:
    by_chat: dict[int, list[StoredGrant]] = {}
    for grant in grants:
        by_chat.setdefault(grant.chat_id, []).append(grant)
    return tuple(
        _granted_chat(chat_id, titles.get(chat_id, ""), its_grants)
        for chat_id, its_grants in by_chat.items()
    )


def _granted_chat(chat_id: int, title: str, grants: Sequence[StoredGrant]) -> GrantedChat:
    return GrantedChat(
        chat_id,
        title,
        {grant.register_id: grant.ends_at for grant in grants},
        tuple(grant.register_name for grant in grants),
    )
