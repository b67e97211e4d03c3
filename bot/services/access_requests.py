"""Requests for access: asked by a stranger's chat, decided once by any admin."""

from collections.abc import Sequence
from enum import Enum, auto

from bot.domain.audit import EVERY_REGISTER, THE_BOT, Actor, Event
from bot.domain.notifications import Fact, Notification, NotificationKind
from bot.domain.registers import Register
from bot.services.audit import Audit
from bot.services.outbox import Outbox
from bot.services.rights_changed import RightsChanged
from bot.storage import AccessRequestTable, ChatTable, Database, GrantTable, StoredRequest

REQUESTS_A_DAY = 3

LIFETIME = 7 * 24 * 3600
"""Seconds after which a request that nobody has answered ends; the chat may ask again."""

MESSAGES_AN_HOUR = 20
"""Requests that reach the admins one by one; more than that share one message."""

MAX_OPEN = 1000
"""Requests of all chats that may wait at once."""


class NotNow(Enum):
    """Why a request is not taken."""

    HAS_ACCESS = auto()
    WAITING = auto()
    TOO_MANY = auto()
    TOO_MANY_IN_ALL = auto()
    DENIED_FOR_GOOD = auto()


class AccessRequests:
    def __init__(
        self, database: Database, audit: Audit, outbox: Outbox, rights_changed: RightsChanged
    ) -> None:
        self._database = database
        self._table = AccessRequestTable(database)
        self._chats = ChatTable(database)
        self._grants = GrantTable(database)
        self._audit = audit
        self._outbox = outbox
        self._rights_changed = rights_changed

    async def ask(
        self,
        chat_id: int,
        title: str,
        by: Actor,
        thread_id: int | None = None,
        user_language: str = "",
    ) -> NotNow | None:
        """Ask every admin; or why that cannot be done. One open request a chat, three a day.

        `thread_id`: the topic of a forum, to which the answer goes; `user_language`: of a private
        chat's user, in which it is given.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.ACCESS_REQUESTED):
                return None
            if refusal := await self._refusal(chat_id):
                return refusal
            request_id = await self._table.open(chat_id, by.name, by.user_id, thread_id)
            await self._chats.note(chat_id, title, user_language)
            await self._audit.record(Event.ACCESS_REQUESTED, by, chat_id)
            await self._tell_admins(request_id)
        return None

    async def all_open(self) -> tuple[StoredRequest, ...]:
        """Oldest first."""
        return await self._table.all_open()

    async def count_open(self) -> int:
        return await self._table.count_open()

    async def get_open(self, request_id: int) -> StoredRequest | None:
        return await self._table.get_open(request_id)

    async def grant(
        self,
        request_id: int,
        registers: Sequence[Register],
        by: Actor,
        *,
        shown_in: int | None = None,
    ) -> str | None:
        """Decide with a grant (no registers: all). What the chat is called; None: too late.

        `shown_in`: the chat whose own message about it shows the answer already.
        """
        async with self._database.transaction():
            if entry := await self._audit.done_by(by, Event.GRANTED):
                return entry.chat_title or str(entry.chat_id)
            ids = tuple(register.id for register in registers) or (None,)
            request = await self._table.decide(request_id, ids)
            if request is None:
                return None
            names = [register.name for register in registers]
            listed = ", ".join(names) or EVERY_REGISTER
            await self._audit.record(Event.GRANTED, by, request.chat_id, registers=listed)
            self._rights_changed.mark()
            decided = _decided(request, names or [None], by)
            await self._tell(request, decided, NotificationKind.ACCESS_GIVEN, shown_in)
        return request.chat

    async def deny(
        self, request_id: int, by: Actor, *, for_good: bool, shown_in: int | None = None
    ) -> str | None:
        """Decide without a grant. What the chat is called; None: somebody decided before."""
        event = Event.REQUEST_DENIED_FOR_GOOD if for_good else Event.REQUEST_DENIED
        async with self._database.transaction():
            if entry := await self._audit.done_by(by, event):
                return entry.chat_title or str(entry.chat_id)
            request = await self._table.decide(request_id, for_good=for_good)
            if request is None:
                return None
            await self._audit.record(event, by, request.chat_id)
            denied = NotificationKind.ACCESS_DENIED
            await self._tell(request, _decided(request, None, by), denied, shown_in)
        return request.chat

    async def close_because_of_access(self, chat_id: int, by: str | None) -> bool:
        """The chat got access another way: whether a request of it was open.

        `by`: who gave it; None: by an invite. Call it inside the transaction of the grant.
        """
        request = await self._table.open_of(chat_id)
        if request is None or await self._table.close(request.id) is None:
            return False
        facts = {"chat": request.chat, "who": by}
        await self._revise(request, Notification(NotificationKind.REQUEST_OVERTAKEN, facts))
        return True

    async def withdraw(self, chat_id: int) -> None:
        """The bot was removed from the chat. Call it inside the transaction of that."""
        request = await self._table.open_of(chat_id)
        if request and await self._table.close(request.id):
            facts = {"chat": request.chat}
            await self._revise(request, Notification(NotificationKind.REQUEST_WITHDRAWN, facts))

    async def end_old(self) -> None:
        """End what nobody has answered in time; each by itself, for there may be many."""
        for request_id in await self._table.older_than(LIFETIME):
            async with self._database.transaction():
                if request := await self._table.close(request_id):
                    await self._audit.record(Event.REQUEST_EXPIRED, THE_BOT, request.chat_id)
                    await self._revise(request, _expired(request))

    async def follow(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group is about to get a new id: what admins were told of its request follows.

        Of two open requests, which it may have by then, that of the new id stays. Call it inside
        the transaction of the move.
        """
        request = await self._table.open_of(old_chat_id)
        if request is None:
            return
        if await self._table.open_of(new_chat_id):
            await self._table.close(request.id)
            await self._revise(request, _expired(request))
        else:
            await self._revise(request, _asked(request, new_chat_id))

    async def _refusal(self, chat_id: int) -> NotNow | None:
        if await self._grants.of_chat(chat_id):  # given since the press was looked at
            return NotNow.HAS_ACCESS
        if await self._chats.is_denied_for_good(chat_id):
            return NotNow.DENIED_FOR_GOOD
        if await self._table.open_of(chat_id):
            return NotNow.WAITING
        if await self._table.count_of_the_last_day(chat_id) >= REQUESTS_A_DAY:
            return NotNow.TOO_MANY
        if await self._table.count_open() >= MAX_OPEN:
            return NotNow.TOO_MANY_IN_ALL
        return None

    async def _tell_admins(self, request_id: int) -> None:
        if await self._table.count_alone_in_the_last_hour() <= MESSAGES_AN_HOUR:
            request = await self._table.get_open(request_id)
            assert request
            asked = _asked(request, request.chat_id)
            await self._outbox.owe_admins(_subject(request), asked)
            return
        batch = await self._table.join_batch(request_id)
        waiting = await self._waiting(batch)
        await self._outbox.owe_admins(f"requests:{batch}", waiting)
        await self._outbox.revise(f"requests:{batch}", waiting)

    async def _waiting(self, batch: int) -> Notification:
        count = await self._table.count_of_batch(batch)
        return Notification(NotificationKind.REQUESTS_WAITING, {"count": count})

    async def _tell(
        self,
        request: StoredRequest,
        decided: Notification,
        answer: NotificationKind,
        shown_in: int | None,
    ) -> None:
        """The chat learns the answer, and no admin is left with a question that is decided."""
        await self._revise(request, decided, shown_in)
        await self._outbox.owe(
            f"decision:{request.id}", request.chat_id, Notification(answer), request.thread_id
        )

    async def _revise(
        self, request: StoredRequest, said: Notification, shown_in: int | None = None
    ) -> None:
        if request.batch is None:
            await self._outbox.revise(_subject(request), said, shown_in=shown_in)
        else:
            waiting = await self._waiting(request.batch)
            await self._outbox.revise(f"requests:{request.batch}", waiting)


def facts_of(request: StoredRequest, chat_id: int) -> dict[str, Fact]:
    """What an admin is shown of a request."""
    return {
        "request_id": request.id,
        "chat_id": chat_id,
        "chat": request.chat,
        "who": request.asked_by,
        "user_id": request.user_id,
    }


def _subject(request: StoredRequest) -> str:
    return f"request:{request.id}"


def _asked(request: StoredRequest, chat_id: int) -> Notification:
    return Notification(NotificationKind.ACCESS_REQUESTED, facts_of(request, chat_id))


def _decided(request: StoredRequest, names: Sequence[str | None] | None, by: Actor) -> Notification:
    facts = {"chat": request.chat, "names": names, "who": by.name}
    return Notification(NotificationKind.REQUEST_DECIDED, facts)


def _expired(request: StoredRequest) -> Notification:
    return Notification(NotificationKind.REQUEST_EXPIRED, {"chat": request.chat})
