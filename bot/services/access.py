"""Who may see what: decided anew from the database each time it is asked, remembered never."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.audit import COMMAND_LINE, EVERY_REGISTER, THE_BOT, Actor, Event
from bot.domain.notifications import Fact, Notification, NotificationKind
from bot.domain.registers import Register
from bot.services.access_requests import AccessRequests
from bot.services.audit import Audit
from bot.services.delayed_writer import DelayedWriter
from bot.services.outbox import Outbox
from bot.services.rights_changed import RightsChanged
from bot.storage import (
    ChatAccessRow,
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
class Viewer:
    """What a chat may see now and what it has chosen.

    `language` is the one the chat fixed, if any; `user_language` that of a private chat's user, as
    her client last said, or empty. A chat that is not `allowed` is a stranger; one
    that is may still see no register, as long as there is none. `is_admin`: the private chat of
    an admin.
    """

    chat_id: int
    allowed: bool
    is_admin: bool
    registers: tuple[Register, ...]
    language: str | None
    hide_empty: bool
    title: str = ""
    user_language: str = ""

    def register_named(self, name: str) -> Register | None:
        """Names compare without case."""
        wanted = name.strip().casefold()
        return next((r for r in self.registers if r.name.casefold() == wanted), None)

    def register_with(self, register_id: int) -> Register | None:
        return next((r for r in self.registers if r.id == register_id), None)


@dataclass(frozen=True, slots=True)
class GrantedChat:
    """A chat with its grants; by register id (None: all registers) when each ends (UTC)."""

    chat_id: int
    title: str
    ends: dict[int | None, datetime | None]
    names: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class GrantedPage:
    """Some of the chats with grants; the chats that the pages before and after begin with.

    `access_requests`, `invites`: how many there are that are open.
    """

    chats: tuple[GrantedChat, ...]
    before: int | None
    after: int | None
    access_requests: int
    invites: int


class GrantedAll(Exception):
    """The chat has one grant for all registers; single registers cannot be taken out of it."""


class Access:
    """Grants and the choices of chats. Admins see every register in their private chats."""

    def __init__(
        self,
        database: Database,
        admin_ids: Iterable[int],
        audit: Audit,
        outbox: Outbox,
        rights_changed: RightsChanged,
        access_requests: AccessRequests,
    ) -> None:
        self._database = database
        self._registers = RegisterTable(database)
        self._grants = GrantTable(database)
        self._chats = ChatTable(database)
        self._admin_ids = frozenset(admin_ids)
        self._audit = audit
        self._outbox = outbox
        self._rights_changed = rights_changed
        self._access_requests = access_requests
        self._noted: dict[int, tuple[str, str]] = {}  # titles and languages not written yet
        self._writing = DelayedWriter("titles of chats", self._write_noted)

    async def close(self) -> None:
        """Write what is still only noted."""
        await self._writing.close()

    async def viewer(self, chat_id: int) -> Viewer:
        """A private chat has its user's id, so an admin's private chat is known by its id."""
        access_row = await self._chats.access_row(chat_id)
        title, user_language = self._noted.get(
            chat_id, (access_row.title, access_row.user_language)
        )
        is_admin = chat_id in self._admin_ids or access_row.is_admin
        return Viewer(
            chat_id=chat_id,
            allowed=is_admin or access_row.granted,
            is_admin=is_admin,
            registers=await self._visible(access_row, is_admin),
            language=access_row.language,
            user_language=user_language,
            hide_empty=access_row.hide_empty,
            title=title,
        )

    async def _visible(self, access_row: ChatAccessRow, is_admin: bool) -> tuple[Register, ...]:
        sees_all = is_admin or access_row.sees_all
        return await self._registers.all() if sees_all else access_row.registers

    async def allow(
        self, chat_id: int, registers: Sequence[Register] = (), by: Actor = COMMAND_LINE
    ) -> None:
        """Add to what the chat may see; no registers: all of them, also later ones.

        A chat that could see nothing before is told, unless the command line did it unasked.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.GRANTED):
                return
            is_new = by is not COMMAND_LINE and not (await self.viewer(chat_id)).allowed
            await self._grants.add(chat_id, [register.id for register in registers] or [None])
            number = await self._record(Event.GRANTED, by, chat_id, registers)
            asked = await self._access_requests.close_because_of_access(chat_id, by.name)
            if is_new or asked:
                given = Notification(NotificationKind.ACCESS_GIVEN)
                await self._outbox.owe(f"entry:{number}", chat_id, given)

    async def deny(
        self, chat_id: int, registers: Sequence[Register] = (), by: Actor = COMMAND_LINE
    ) -> bool:
        """Take grants back; no registers: everything. Whether the chat had any of them.

        A chat that was denied for good may ask again after everything was taken from it.
        Raises GrantedAll, having changed nothing.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.GRANT_TAKEN):
                return True
            granted = {grant.register_id for grant in await self._grants.of_chat(chat_id)}
            if registers and None in granted:
                raise GrantedAll
            if registers:
                await self._grants.take(chat_id, [register.id for register in registers])
            else:
                await self._grants.take_all(chat_id)
                await self._chats.clear_denial(chat_id)
            had_any = bool(granted & {r.id for r in registers} if registers else granted)
            if had_any or by.request:  # a press is recorded so that it is not done a second time
                await self._record(Event.GRANT_TAKEN, by, chat_id, registers)
        return had_any

    async def take(self, chat_id: int, register: Register | None, by: Actor) -> None:
        """Take back one grant; None: the one for all registers, those for single ones stay."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.GRANT_TAKEN):
                return
            await self._grants.take(chat_id, [register.id if register else None])
            await self._record(Event.GRANT_TAKEN, by, chat_id, [register] if register else ())

    async def granted(self) -> tuple[GrantedChat, ...]:
        """Every chat with a grant, and what it may see."""
        titles = await self._chats.titles() | self._noted_titles()
        return _granted_chats(await self._grants.all(), titles)

    async def granted_from(self, first: int | None, most: int, skip: int = 0) -> GrantedPage:
        """So many of them in the order of their ids, from `first` on or from the beginning.

        `skip`: it begins so many chats before `first`. Costs the same however many there are.
        """
        lowest = LOWEST_ID if first is None else first
        if skip and (earlier := await self._grants.chats_before(lowest, min(skip, most))):
            lowest = earlier[-1]
        grants = await self._grants.of_chats(lowest, most + 1)
        before = await self._grants.chats_before(lowest, most)
        ids = sorted({grant.chat_id for grant in grants})
        if not ids and before:
            return await self.granted_from(before[-1], most)
        chats = _granted_chats(grants, await self._titles_of(ids))
        return GrantedPage(
            chats[:most],
            before=before[-1] if before else None,
            after=ids[most] if len(ids) > most else None,
            access_requests=await self._access_requests.count_open(),
            invites=await LinkTable(self._database).count_open("invite"),
        )

    async def granted_chat(self, chat_id: int) -> GrantedChat:
        """One chat, with or without grants."""
        grants = await self._grants.of_chat(chat_id)
        return _granted_chat(chat_id, await self._title(chat_id), grants)

    async def chats_that_lose(self, register: Register) -> tuple[str, ...]:
        """Titles or ids of the chats with a grant for this very register."""
        grants = await self._grants.of_register(register.id)
        titles = await self._titles_of(grant.chat_id for grant in grants)
        return tuple(titles.get(grant.chat_id) or str(grant.chat_id) for grant in grants)

    async def next_end(self) -> datetime | None:
        return await self._grants.next_end()

    async def take_ended(self) -> None:
        """Tell both sides of the grants whose end has come.

        They have counted for nothing since. One that was prolonged meanwhile has not ended.
        """
        async with self._database.transaction():
            by_chat: dict[int, list[StoredGrant]] = {}
            for grant in await self._grants.take_ended():
                by_chat.setdefault(grant.chat_id, []).append(grant)
            for chat_id, grants in by_chat.items():
                await self._tell_of_end(chat_id, [grant.register_name for grant in grants])
            self._rights_changed.mark()

    async def _tell_of_end(self, chat_id: int, names: Sequence[str | None]) -> None:
        listed = ", ".join(name or EVERY_REGISTER for name in names)
        number = await self._audit.record(Event.GRANT_ENDED, THE_BOT, chat_id, registers=listed)
        ended = Notification(NotificationKind.ACCESS_ENDED, {"names": names})
        await self._outbox.owe(f"entry:{number}", chat_id, ended)
        title = await self._title(chat_id) or str(chat_id)
        facts: dict[str, Fact] = {"chat": title, "names": names}
        elsewhere = Notification(NotificationKind.ACCESS_OF_CHAT_ENDED, facts)
        await self._outbox.owe_admins(f"entry:{number}:admins", elsewhere)

    async def all_registers(self) -> tuple[Register, ...]:
        """What there is to grant."""
        return await self._registers.all()

    async def bot_added(self, chat_id: int, title: str, by: Actor) -> None:
        """An admin added the bot to a chat, which gives the chat no rights yet; he is asked."""
        assert by.user_id is not None
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.BOT_ADDED):
                return
            await self._chats.note(chat_id, title, "")
            number = await self._audit.record(Event.BOT_ADDED, by, chat_id)
            added = Notification(NotificationKind.BOT_ADDED, {"chat_id": chat_id})
            await self._outbox.owe(f"entry:{number}", by.user_id, added)

    async def bot_removed(self, chat_id: int, title: str, by: Actor) -> None:
        """The bot was removed from the chat: its grants end, and admins are told of such."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.BOT_REMOVED):
                return
            had_grants = await self._grants.take_all(chat_id)
            await self._access_requests.withdraw(chat_id)
            number = await self._audit.record(Event.BOT_REMOVED, by, chat_id)
            if had_grants:
                removed = Notification(NotificationKind.BOT_REMOVED, {"chat": title})
                await self._outbox.owe_admins(f"entry:{number}", removed)
            self._rights_changed.mark()

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: its grants, choices and messages go along."""
        async with self._database.transaction():
            await self._access_requests.follow(old_chat_id, new_chat_id)
            await self._outbox.follow(old_chat_id, new_chat_id)
            if await self._grants.move(old_chat_id, new_chat_id):
                before = old_chat_id
                await self._audit.record(Event.CHAT_MOVED, THE_BOT, new_chat_id, before=before)
                self._rights_changed.mark()

    def note_chat(self, chat_id: int, title: str, user_language: str) -> None:
        """A chat with rights writes for the first time, or is another one to look at now.

        Written a moment later: what it asks for must not wait for that. `user_language`: of a
        private chat's user, else empty.
        """
        self._noted[chat_id] = title, user_language
        self._writing.schedule()

    def _noted_titles(self) -> dict[int, str]:
        return {chat_id: title for chat_id, (title, _) in self._noted.items()}

    async def _titles_of(self, chat_ids: Iterable[int]) -> dict[int, str]:
        """Those that are not written yet, too."""
        return await self._chats.titles_of(chat_ids) | self._noted_titles()

    async def _title(self, chat_id: int) -> str:
        return self._noted_titles().get(chat_id) or await self._chats.title(chat_id)

    async def _write_noted(self) -> None:
        while self._noted:
            noted = dict(self._noted)
            async with self._database.transaction():
                for chat_id, (title, user_language) in noted.items():
                    await self._chats.note(chat_id, title, user_language)
                self._rights_changed.mark()
            for chat_id, what in noted.items():
                if self._noted[chat_id] == what:
                    del self._noted[chat_id]

    async def choose_language(self, chat_id: int, language: str | None) -> None:
        await self._chats.choose_language(chat_id, language)

    async def choose_hide_empty(self, chat_id: int, hide_empty: bool) -> None:
        await self._chats.choose_hide_empty(chat_id, hide_empty)

    async def _record(
        self, event: Event, by: Actor, chat_id: int, registers: Sequence[Register]
    ) -> int:
        number = await self._audit.record(event, by, chat_id, registers=names_of(registers))
        self._rights_changed.mark()
        return number


def names_of(registers: Sequence[Register]) -> str:
    """For the audit trail; «*» stands for all registers."""
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
