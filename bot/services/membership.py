"""What happens to a chat's access when the bot joins or leaves it, or when it gets a new id."""

from bot.domain.audit import THE_BOT, Actor, Event
from bot.domain.notifications import Notification, NotificationKind
from bot.services.access_requests import AccessRequests
from bot.services.audit import Audit
from bot.services.outbox import Outbox
from bot.services.rights_changed import RightsChanged
from bot.storage import ChatTable, Database, GrantTable


class Membership:
    def __init__(
        self,
        database: Database,
        audit: Audit,
        outbox: Outbox,
        rights_changed: RightsChanged,
        access_requests: AccessRequests,
    ) -> None:
        self._database = database
        self._grants = GrantTable(database)
        self._chats = ChatTable(database)
        self._audit = audit
        self._outbox = outbox
        self._rights_changed = rights_changed
        self._access_requests = access_requests

    async def on_bot_added(self, chat_id: int, title: str, by: Actor) -> None:
        """An admin added the bot to a chat. That gives no access: the admin is asked about it."""
        assert by.user_id is not None
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.BOT_ADDED):
                return
            await self._chats.set_title(chat_id, title, "")
            number = await self._audit.record(Event.BOT_ADDED, by, chat_id)
            added = Notification(NotificationKind.BOT_ADDED, {"chat_id": chat_id})
            await self._outbox.owe(f"entry:{number}", by.user_id, added)

    async def on_bot_removed(self, chat_id: int, title: str, by: Actor) -> None:
        """The bot was removed from a chat: its grants end, and if it had any, admins are told."""
        async with self._database.transaction():
            if await self._audit.done_by(by, Event.BOT_REMOVED):
                return
            had_grants = await self._grants.delete_all(chat_id)
            await self._access_requests.withdraw(chat_id)
            number = await self._audit.record(Event.BOT_REMOVED, by, chat_id)
            if had_grants:
                removed = Notification(NotificationKind.BOT_REMOVED, {"chat": title})
                await self._outbox.owe_admins(f"entry:{number}", removed)
            self._rights_changed.mark()

    async def on_chat_moved(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: its grants, settings and messages move with it."""
        async with self._database.transaction():
            await self._access_requests.move(old_chat_id, new_chat_id)
            await self._outbox.move(old_chat_id, new_chat_id)
            if await self._grants.move(old_chat_id, new_chat_id):
                before = old_chat_id
                await self._audit.record(Event.CHAT_MOVED, THE_BOT, new_chat_id, before=before)
                self._rights_changed.mark()
