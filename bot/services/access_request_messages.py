"""What admins and a chat are told about the chat's request for access; decides nothing."""

from collections.abc import Sequence

from bot.domain.audit import Actor
from bot.domain.notifications import Fact, Notification, NotificationKind
from bot.services.outbox import Outbox
from bot.storage import AccessRequestTable, StoredAccessRequest

MAX_MESSAGES_PER_HOUR = 20
"""Requests that admins get a message each about; the others of an hour share one message."""


class AccessRequestMessages:
    """Call its methods inside the transaction of the operation that they tell about."""

    def __init__(self, table: AccessRequestTable, outbox: Outbox) -> None:
        self._table = table
        self._outbox = outbox

    async def announce(self, request_id: int) -> None:
        """Ask every admin."""
        if await self._table.count_unbatched_of_last_hour() <= MAX_MESSAGES_PER_HOUR:
            request = await self._table.get_open(request_id)
            assert request
            await self._outbox.owe_admins(_subject(request), asked(request, request.chat_id))
            return
        batch = await self._table.join_batch(request_id)
        waiting = await self._waiting(batch)
        await self._outbox.owe_admins(_batch_subject(batch), waiting)
        await self._outbox.revise(_batch_subject(batch), waiting)

    async def revise(
        self, request: StoredAccessRequest, notification: Notification, shown_in: int | None = None
    ) -> None:
        """Tell admins something else instead, but not in the chat `shown_in`.

        A message that several requests share says how many of them are still open.
        """
        if request.batch is None:
            await self._outbox.revise(_subject(request), notification, shown_in=shown_in)
        else:
            waiting = await self._waiting(request.batch)
            await self._outbox.revise(_batch_subject(request.batch), waiting)

    async def answer(self, request: StoredAccessRequest, kind: NotificationKind) -> None:
        """Tell the chat, in the topic in which it asked."""
        await self._outbox.owe(
            f"decision:{request.id}", request.chat_id, Notification(kind), request.thread_id
        )

    async def _waiting(self, batch: int) -> Notification:
        count = await self._table.count_of_batch(batch)
        return Notification(NotificationKind.REQUESTS_WAITING, {"count": count})


def facts_of(request: StoredAccessRequest, chat_id: int) -> dict[str, Fact]:
    """What an admin is shown of a request. `chat_id`: the chat's, or the one it is about to get."""
    return {
        "request_id": request.id,
        "chat_id": chat_id,
        "chat": request.chat,
        "who": request.asked_by,
        "user_id": request.user_id,
    }


def asked(request: StoredAccessRequest, chat_id: int) -> Notification:
    return Notification(NotificationKind.ACCESS_REQUESTED, facts_of(request, chat_id))


def decided(
    request: StoredAccessRequest, names: Sequence[str | None] | None, by: Actor
) -> Notification:
    """`names`: of the registers that were granted ([None]: all); None: it was denied."""
    facts = {"chat": request.chat, "names": names, "who": by.name}
    return Notification(NotificationKind.REQUEST_DECIDED, facts)


def overtaken(request: StoredAccessRequest, by: str | None) -> Notification:
    """The chat got access another way. `by`: who gave it; None: by an invite."""
    facts = {"chat": request.chat, "who": by}
    return Notification(NotificationKind.REQUEST_OVERTAKEN, facts)


def withdrawn(request: StoredAccessRequest) -> Notification:
    return Notification(NotificationKind.REQUEST_WITHDRAWN, {"chat": request.chat})


def expired(request: StoredAccessRequest) -> Notification:
    return Notification(NotificationKind.REQUEST_EXPIRED, {"chat": request.chat})


def _subject(request: StoredAccessRequest) -> str:
    return f"request:{request.id}"


def _batch_subject(batch: int) -> str:
    return f"requests:{batch}"
