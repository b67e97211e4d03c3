"""Requests for access: made by a chat that has none, decided once by any admin."""

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum, auto

from bot.domain.audit import EVERY_REGISTER, THE_BOT, Actor, Event
from bot.domain.notifications import NotificationKind
from bot.domain.registers import Register
from bot.services.access_request_messages import (
    AccessRequestMessages,
    asked,
    decided,
    expired,
    overtaken,
    withdrawn,
)
from bot.services.audit import Audit
from bot.services.outbox import Outbox
from bot.services.rights_changed import RightsChanged
from bot.storage import AccessRequestTable, ChatTable, Database, GrantTable, StoredAccessRequest

MAX_PER_DAY = 3
"""Requests of one chat."""

LIFETIME = timedelta(days=7)
"""A request that nobody answers in this time ends; the chat may ask again."""

MAX_OPEN = 1000
"""Open requests of all chats together."""


class NotNow(Enum):
    """Why a request is not accepted."""

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
        self._messages = AccessRequestMessages(self._table, outbox)
        self._chats = ChatTable(database)
        self._grants = GrantTable(database)
        self._audit = audit
        self._rights_changed = rights_changed

    async def ask(
        self,
        chat_id: int,
        title: str,
        by: Actor,
        thread_id: int | None = None,
        user_language: str = "",
    ) -> NotNow | None:
        """Ask every admin. Returns why that cannot be done, or None if it was.

        `thread_id`: the topic of a forum in which the chat is answered; `user_language`: of a
        private chat's user, in which it is answered.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.ACCESS_REQUESTED):
                return None
            if refusal := await self._refusal(chat_id):
                return refusal
            request_id = await self._table.open(chat_id, by.name, by.user_id, thread_id)
            await self._chats.set_title(chat_id, title, user_language)
            await self._audit.record(Event.ACCESS_REQUESTED, by, chat_id)
            await self._messages.announce(request_id)
        return None

    async def all_open(self) -> tuple[StoredAccessRequest, ...]:
        """Oldest first."""
        return await self._table.all_open()

    async def count_open(self) -> int:
        return await self._table.count_open()

    async def get_open(self, request_id: int) -> StoredAccessRequest | None:
        return await self._table.get_open(request_id)

    async def grant(
        self,
        request_id: int,
        registers: Sequence[Register],
        by: Actor,
        *,
        shown_in: int | None = None,
    ) -> str | None:
        """Decide with a grant (no registers: all). The chat's title or id; None: too late.

        `shown_in`: the chat in which the request's message already shows the answer.
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
            await self._messages.revise(request, decided(request, names or [None], by), shown_in)
            await self._messages.answer(request, NotificationKind.ACCESS_GIVEN)
        return request.chat

    async def deny(
        self, request_id: int, by: Actor, *, for_good: bool, shown_in: int | None = None
    ) -> str | None:
        """Decide without a grant. The chat's title or id; None: it was decided before."""
        event = Event.REQUEST_DENIED_FOR_GOOD if for_good else Event.REQUEST_DENIED
        async with self._database.transaction():
            if entry := await self._audit.done_by(by, event):
                return entry.chat_title or str(entry.chat_id)
            request = await self._table.decide(request_id, for_good=for_good)
            if request is None:
                return None
            await self._audit.record(event, by, request.chat_id)
            await self._messages.revise(request, decided(request, None, by), shown_in)
            await self._messages.answer(request, NotificationKind.ACCESS_DENIED)
        return request.chat

    async def close_because_of_access(self, chat_id: int, by: str | None) -> bool:
        """The chat got access another way. Returns whether it had an open request.

        `by`: who gave it; None: by an invite. Call it inside the transaction of the grant.
        """
        request = await self._table.open_of(chat_id)
        if request is None or await self._table.close(request.id) is None:
            return False
        await self._messages.revise(request, overtaken(request, by))
        return True

    async def withdraw(self, chat_id: int) -> None:
        """The bot was removed from the chat. Call it inside the transaction of that."""
        request = await self._table.open_of(chat_id)
        if request and await self._table.close(request.id):
            await self._messages.revise(request, withdrawn(request))

    async def end_old(self) -> None:
        """End requests that nobody answered in time, each in a transaction of its own."""
        for request_id in await self._table.open_longer_than(LIFETIME):
            async with self._database.transaction():
                if request := await self._table.close(request_id):
                    await self._audit.record(Event.REQUEST_EXPIRED, THE_BOT, request.chat_id)
                    await self._messages.revise(request, expired(request))

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group is about to get a new id: the messages about its request change with it.

        If both ids have an open request by then, that of the new id stays. Call it inside the
        transaction of the move.
        """
        request = await self._table.open_of(old_chat_id)
        if request is None:
            return
        if await self._table.open_of(new_chat_id):
            await self._table.close(request.id)
            await self._messages.revise(request, expired(request))
        else:
            await self._messages.revise(request, asked(request, new_chat_id))

    async def _refusal(self, chat_id: int) -> NotNow | None:
        if await self._grants.of_chat(chat_id):  # given after the button was shown
            return NotNow.HAS_ACCESS
        if await self._chats.is_denied_for_good(chat_id):
            return NotNow.DENIED_FOR_GOOD
        if await self._table.open_of(chat_id):
            return NotNow.WAITING
        if await self._table.count_of_last_day(chat_id) >= MAX_PER_DAY:
            return NotNow.TOO_MANY
        if await self._table.count_open() >= MAX_OPEN:
            return NotNow.TOO_MANY_IN_ALL
        return None
