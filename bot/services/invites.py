"""Invites: links by which a chat gives itself what an admin meant it to see, once."""

from collections.abc import Sequence

from bot.domain.audit import Actor, Event
from bot.domain.notifications import Notification, NotificationKind
from bot.domain.registers import Register
from bot.services.access import names_of
from bot.services.access_requests import AccessRequests
from bot.services.audit import Audit
from bot.services.link_tokens import NewLink, hashed, new_token
from bot.services.outbox import Outbox
from bot.services.rights_changed import RightsChanged
from bot.storage import ChatTable, Database, LinkTable

LIFETIME = 7 * 24 * 3600
"""Seconds for which an invite may be used."""


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

    async def make(self, registers: Sequence[Register], seconds: int | None, by: Actor) -> NewLink:
        """A link good for one use within a week; no registers: all of them.

        `seconds`: how long the grant lasts from its use; None: for ever. Asked for twice by one
        press, the first token, which nobody has seen, is replaced.
        """
        token = new_token()
        ids = [register.id for register in registers] or None
        async with self._database.transaction():
            if earlier := await self._audit.done_by(by, Event.INVITE_MADE):
                await self._links.revoke(int(earlier.details["link"]))
            link = await self._links.keep(
                hashed(token),
                "invite",
                LIFETIME,
                registers=ids,
                grant_seconds=seconds,
                made_by=by.name,
            )
            await self._audit.replace(
                earlier, Event.INVITE_MADE, by, None, registers=names_of(registers), link=link
            )
        return NewLink(token, link)

    async def use(
        self, token: str, chat_id: int, title: str, by: Actor, user_language: str = ""
    ) -> bool:
        """Grant what the link says, and tell the admins; False when it is not good any more.

        Raises RegistersGone, having changed nothing.
        """
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.INVITE_USED):
                return True
            if await self._links.grant(hashed(token), chat_id) is None:
                return False
            await self._chats.note(chat_id, title, user_language)
            number = await self._audit.record(Event.INVITE_USED, by, chat_id)
            await self._access_requests.close_because_of_access(chat_id, by=None)
            used = Notification(NotificationKind.INVITE_USED, {"chat": title, "who": by.name})
            await self._outbox.owe_admins(f"entry:{number}", used)
            self._rights_changed.mark()
        return True
