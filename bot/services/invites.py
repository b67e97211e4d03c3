"""Invites: one-time links that give a chat the access which an admin chose for it."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.audit import Actor, Event
from bot.domain.links import LinkKind
from bot.domain.notifications import Notification, NotificationKind
from bot.domain.registers import Register
from bot.services.access import names_of
from bot.services.access_requests import AccessRequests
from bot.services.audit import Audit
from bot.services.link_tokens import NewLink, hash_token, new_token
from bot.services.outbox import Outbox
from bot.services.rights_changed import RightsChanged
from bot.storage import ChatTable, Database, LinkTable

LIFETIME = timedelta(days=7)
"""How long an invite can be used."""


class Invites:
    def __init__(
        self,
        database: Database,
        audit: Audit,
        outbox: Outbox,
        rights_changed: RightsChanged,
        access_requests: AccessRequests,
    ) -> None:
        self._database = database
        self._chats = ChatTable(database)
        self._links = LinkTable(database)
        self._audit = audit
        self._outbox = outbox
        self._rights_changed = rights_changed
        self._access_requests = access_requests

    async def make(
        self, registers: Sequence[Register], grant_seconds: int | None, by: Actor
    ) -> NewLink:
        """A link that can be used once within a week; no registers: all of them.

        `grant_seconds`: how long the grant lasts from then on; None: forever. If the same request
        asks for it twice, the new token replaces the first, which nobody has seen.
        """
        token = new_token()
        ids = [register.id for register in registers] or None
        async with self._database.transaction():
            if earlier := await self._audit.done_by(by, Event.INVITE_MADE):
                await self._links.revoke(int(earlier.details["link"]))
            link = await self._links.add(
                hash_token(token),
                LinkKind.INVITE,
                LIFETIME,
                registers=ids,
                grant_seconds=grant_seconds,
                made_by=by.name,
            )
            await self._audit.replace(
                earlier, Event.INVITE_MADE, by, None, registers=names_of(registers), link=link
            )
        return NewLink(token, link)

    async def use(
        self, token: str, chat_id: int, title: str, by: Actor, user_language: str = ""
    ) -> bool:
        """Grant what the link is for and tell the admins. Returns whether the link was valid.

        Raises RegistersGone; then nothing has changed.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.INVITE_USED):
                return True
            if not await self._links.use_for_chat(hash_token(token), chat_id):
                return False
            await self._chats.set_title(chat_id, title, user_language)
            number = await self._audit.record(Event.INVITE_USED, by, chat_id)
            await self._access_requests.close_because_of_access(chat_id, by=None)
            used = Notification(NotificationKind.INVITE_USED, {"chat": title, "who": by.name})
            await self._outbox.owe_admins(f"entry:{number}", used)
            self._rights_changed.mark()
        return True
