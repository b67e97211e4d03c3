"""How long what is kept is kept: the rules in one place; each table knows how to forget."""

from bot.services.access_requests import AccessRequests
from bot.services.outbox import Outbox
from bot.storage import AccessRequestTable, AuditTable, ChatTable, Database, GrantTable, LinkTable

DAY = 24 * 3600

CLOSED_REQUESTS = 30 * DAY
"""Seconds after a request was closed; three requests a day are counted by them."""

ENDED_GRANTS = 1000
"""Grants that are over: those that ended last, in case the clock was wrong."""

VIEW_COUNTS = 400
"""Days."""


class Retention:
    """`apply` is called about hourly. What admins did stays in the audit trail for ever.

    Of events that anyone can cause the trail itself keeps a fixed number (`Audit.record`).
    """

    def __init__(self, database: Database, access_requests: AccessRequests, outbox: Outbox) -> None:
        self._access_requests = access_requests
        self._outbox = outbox
        self._closed_requests = AccessRequestTable(database)
        self._grants = GrantTable(database)
        self._links = LinkTable(database)
        self._audit = AuditTable(database)
        self._chats = ChatTable(database)

    async def apply(self) -> None:
        """End and forget what is too old. Raises DatabaseError."""
        await self._access_requests.end_old()
        await self._closed_requests.forget(CLOSED_REQUESTS)
        await self._links.forget_expired()
        await self._grants.forget_ended(ENDED_GRANTS)
        await self._outbox.forget_old()
        await self._audit.forget_looks(VIEW_COUNTS)
        await self._chats.forget_strangers()  # the last: by now less is known of them
