"""Requests for access: asked by a stranger's chat, decided once by any admin."""

from collections.abc import Sequence
from enum import Enum, auto

from bot.domain import Actor, Event, Fact, Notification, NotificationKind, Register
from bot.services.audit import Audit
from bot.services.outbox import Outbox
from bot.services.rights import RightsChanged
from bot.storage import ChatTable, Database, RequestTable

REQUESTS_A_DAY = 3


class NotNow(Enum):
    """Why a request is not taken."""

    WAITING = auto()
    TOO_MANY = auto()
    DENIED_FOR_GOOD = auto()


class Requests:
    def __init__(
        self, database: Database, audit: Audit, outbox: Outbox, rights_changed: RightsChanged
    ) -> None:
        self._database = database
        self._table = RequestTable(database)
        self._chats = ChatTable(database)
        self._audit = audit
        self._outbox = outbox
        self._rights_changed = rights_changed

    async def ask(self, chat_id: int, title: str, by: Actor) -> NotNow | None:
        """Ask every admin; or why that cannot be done. One open request a chat, three a day."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.ACCESS_REQUESTED):
                return None
            if refusal := await self._refusal(chat_id):
                return refusal
            request_id = await self._table.open(chat_id)
            await self._chats.call(chat_id, title)
            await self._audit.record(Event.ACCESS_REQUESTED, by, chat_id)
            facts: dict[str, Fact] = {
                "request_id": request_id,
                "chat_id": chat_id,
                "chat": title,
                "who": by.name,
                "user_id": by.user_id,
            }
            asked = Notification(NotificationKind.ACCESS_REQUESTED, facts)
            await self._outbox.owe_admins(f"request:{request_id}", asked)
        return None

    async def grant(self, request_id: int, registers: Sequence[Register], by: Actor) -> str | None:
        """Decide with a grant (no registers: all). What the chat is called; None: too late."""
        async with self._database.transaction():
            if entry := await self._audit.done_by(by, Event.GRANTED):
                return entry.chat_title or str(entry.chat_id)
            ids = tuple(register.id for register in registers) or (None,)
            chat_id = await self._table.decide(request_id, ids)
            if chat_id is None:
                return None
            names = [register.name for register in registers]
            await self._audit.record(Event.GRANTED, by, chat_id, registers=", ".join(names) or "*")
            self._rights_changed.mark()
            given = NotificationKind.ACCESS_GIVEN
            return await self._tell(request_id, chat_id, names or [None], by, given)

    async def deny(self, request_id: int, by: Actor, *, for_good: bool) -> str | None:
        """Decide without a grant. What the chat is called; None: somebody decided before."""
        event = Event.REQUEST_DENIED_FOR_GOOD if for_good else Event.REQUEST_DENIED
        async with self._database.transaction():
            if entry := await self._audit.done_by(by, event):
                return entry.chat_title or str(entry.chat_id)
            chat_id = await self._table.decide(request_id, for_good=for_good)
            if chat_id is None:
                return None
            await self._audit.record(event, by, chat_id)
            denied = NotificationKind.ACCESS_DENIED
            return await self._tell(request_id, chat_id, None, by, denied)

    async def _refusal(self, chat_id: int) -> NotNow | None:
        if await self._chats.is_denied_for_good(chat_id):
            return NotNow.DENIED_FOR_GOOD
        if await self._table.is_open(chat_id):
            return NotNow.WAITING
        if await self._table.of_the_last_day(chat_id) >= REQUESTS_A_DAY:
            return NotNow.TOO_MANY
        return None

    async def _tell(
        self,
        request_id: int,
        chat_id: int,
        names: Sequence[str | None] | None,
        by: Actor,
        answer: NotificationKind,
    ) -> str:
        """The chat learns the answer, and no admin is left with a question that is decided."""
        assert by.user_id is not None
        title = await self._chats.title(chat_id) or str(chat_id)
        facts = {"chat": title, "names": names, "who": by.name}
        decided = Notification(NotificationKind.REQUEST_DECIDED, facts)
        await self._outbox.revise(f"request:{request_id}", decided, shown_in=by.user_id)
        await self._outbox.owe(f"decision:{request_id}", chat_id, Notification(answer))
        return title
