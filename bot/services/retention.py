"""How long data is kept: the rules in one place; each table knows how to delete."""

from datetime import timedelta

from bot.services.access_requests import AccessRequests
from bot.services.outbox import Outbox
from bot.storage import AccessRequestTable, AuditTable, ChatTable, Database, GrantTable, LinkTable

CLOSED_REQUESTS = timedelta(days=30)
"""Since a request was closed; at least a day, because the daily limit counts closed requests."""

MAX_ENDED_GRANTS = 1000
"""Those that ended last are kept, in case the clock was wrong."""

VIEW_COUNTS = timedelta(days=400)


class Retention:
    """What admins did stays in the audit trail forever.

    Of events that anyone can cause, the trail itself keeps a fixed number (`Audit.record`).
    """

    def __init__(self, database: Database, access_requests: AccessRequests, outbox: Outbox) -> None:
        self._access_requests = access_requests
        self._outbox = outbox
        self._request_table = AccessRequestTable(database)
        self._grants = GrantTable(database)
        self._links = LinkTable(database)
        self._audit = AuditTable(database)
        self._chats = ChatTable(database)

    async def apply(self) -> None:
        """End requests and delete data that are too old. Raises DatabaseError."""
        await self._access_requests.end_old()
        await self._request_table.delete_closed(CLOSED_REQUESTS)
        await self._links.delete_expired()
        await self._grants.delete_ended(MAX_ENDED_GRANTS)
        await self._outbox.delete_old()
        await self._audit.delete_view_counts(VIEW_COUNTS)
        await self._chats.delete_unused()  # last, because fewer rows refer to chats by now
