"""Requests for access: asked by a stranger's chat, decided once by any admin."""

from collections.abc import Sequence
from enum import Enum, auto

from bot.domain import Actor, Event, Register
from bot.services.access import Access
from bot.services.audit import Audit
from bot.storage import ChatTable, RequestTable

REQUESTS_A_DAY = 3


class NotNow(Enum):
    """Why a request is not taken."""

    WAITING = auto()
    TOO_MANY = auto()
    DENIED_FOR_GOOD = auto()


class Requests:
    def __init__(self, table: RequestTable, chats: ChatTable, access: Access, audit: Audit) -> None:
        self._table = table
        self._chats = chats
        self._access = access
        self._audit = audit

    async def ask(self, chat_id: int, title: str, by: Actor) -> int | NotNow:
        """The id of a new request, or why there is none. One open a chat, three a day."""
        if await self._chats.is_denied_for_good(chat_id):
            return NotNow.DENIED_FOR_GOOD
        if await self._table.is_open(chat_id):
            return NotNow.WAITING
        if await self._table.of_the_last_day(chat_id) >= REQUESTS_A_DAY:
            return NotNow.TOO_MANY
        request_id = await self._table.open(chat_id)
        if request_id is None:  # somebody else in the chat was quicker
            return NotNow.WAITING
        await self._chats.call(chat_id, title)
        await self._audit.record(Event.ACCESS_REQUESTED, by, chat_id)
        return request_id

    async def told(self, request_id: int, chat_id: int, message_id: int) -> None:
        """Remember which message told an admin, so that it can be edited at the decision."""
        await self._table.told(request_id, chat_id, message_id)

    async def messages(self, request_id: int) -> Sequence[tuple[int, int]]:
        """Chat id and message id of each message that told an admin."""
        return await self._table.messages(request_id)

    async def grant(self, request_id: int, registers: Sequence[Register], by: Actor) -> int | None:
        """Decide with a grant (no registers: all). The chat's id; None if somebody decided."""
        ids = tuple(register.id for register in registers) or (None,)
        chat_id = await self._table.decide(request_id, ids)
        if chat_id is not None:
            names = ", ".join(register.name for register in registers) or "*"
            await self._audit.record(Event.GRANTED, by, chat_id, registers=names)
            self._access.changed.set()
        return chat_id

    async def deny(self, request_id: int, by: Actor, *, for_good: bool) -> int | None:
        """Decide without a grant. The chat's id; None if somebody decided before."""
        chat_id = await self._table.decide(request_id, for_good=for_good)
        if chat_id is not None:
            event = Event.REQUEST_DENIED_FOR_GOOD if for_good else Event.REQUEST_DENIED
            await self._audit.record(event, by, chat_id)
        return chat_id
