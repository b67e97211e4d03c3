"""Messages to be sent: committed with the change they tell about, kept until Telegram has them."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.notifications import Notification, OwedMessage
from bot.services.admins import Admins
from bot.storage import Database, DatabaseError, OutboxTable

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""If an attempt to send takes longer, its process must be gone and the answer counts as lost."""

RETENTION = timedelta(days=30)
"""How long a message is stored after its last change."""


class Outbox:
    """Call `owe` and `revise` inside the transaction of the operation that the message is about.

    `subject`: what it is about, like «request:17»; each chat gets one message per subject.
    `owed`: set when there may be something to send.
    """

    def __init__(self, database: Database, admins: Admins) -> None:
        self._database = database
        self._table = OutboxTable(database)
        self._admins = admins
        self._unreachable: set[int] | None = None
        self.owed = asyncio.Event()

    async def owe(
        self,
        subject: str,
        chat_id: int,
        notification: Notification,
        thread_id: int | None = None,
    ) -> None:
        """Tell a chat, or a topic of it, unless it was told about the subject before."""
        await self._owe(subject, [chat_id], notification, thread_id)

    async def owe_admins(self, subject: str, notification: Notification) -> None:
        """Tell every admin; one who has never written to the bot is told once he does."""
        await self._owe(subject, await self._admins.ids(), notification)

    async def revise(
        self, subject: str, notification: Notification, *, shown_in: int | None = None
    ) -> None:
        """Change all messages about a subject; those that were sent are edited.

        Except in the chat `shown_in`, where a button press has changed the message already.
        """
        await self._table.revise(subject, notification, shown_in)
        self._database.after_transaction(self.owed.set)

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group gets a new id: an admin who was asked what it may see is asked about that id."""
        await self._table.move(old_chat_id, new_chat_id)
        self._database.after_transaction(self.owed.set)

    async def next_due(self) -> datetime | None:
        """When the next message may be sent (UTC); None if there is none."""
        return await self._table.next_due()

    async def take(self, limit: int, busy_chats: Iterable[int]) -> tuple[OwedMessage, ...]:
        """Messages to be sent now, at most one per chat and none to a busy one."""
        return await self._table.take(limit, busy_chats, LEASE)

    async def sent(self, owed: OwedMessage, message_id: int) -> None:
        """Telegram has it, under this id."""
        await self._table.mark_sent(owed, message_id)

    async def try_again(self, owed: OwedMessage, delay_seconds: float) -> None:
        """It was certainly not sent, or is an edit, which may be repeated."""
        await self._table.retry(owed, timedelta(seconds=delay_seconds))

    async def answer_lost(self, owed: OwedMessage, delay_seconds: float) -> None:
        """It may or may not be in its chat; it is sent at most once more, after the delay."""
        await self._table.mark_uncertain(owed, timedelta(seconds=delay_seconds))

    async def undeliverable(self, owed: OwedMessage, *, whole_chat: bool) -> None:
        """Telegram refuses it. `whole_chat`: and every message to the chat, until it writes."""
        await self._table.mark_undeliverable(owed, whole_chat=whole_chat)
        if whole_chat:
            (await self._unreachable_chats()).add(owed.chat_id)

    async def heard_from(self, chat_id: int) -> None:
        """A chat has written: send what could not be delivered to it.

        If the database fails, this happens when the chat writes the next time.
        """
        try:
            unreachable = await self._unreachable_chats()
            if chat_id in unreachable:
                await self._table.retry_undeliverable(chat_id)
                unreachable.discard(chat_id)
                self.owed.set()
        except DatabaseError as error:
            log.warning("Messages to chat %s stay undelivered for now: %s", chat_id, error)

    async def delete_old(self) -> None:
        await self._table.delete_unchanged(RETENTION)

    async def _unreachable_chats(self) -> set[int]:
        if self._unreachable is None:
            self._unreachable = set(await self._table.unreachable_chats())
        return self._unreachable

    async def _owe(
        self,
        subject: str,
        chat_ids: Iterable[int],
        notification: Notification,
        thread_id: int | None = None,
    ) -> None:
        await self._table.owe(subject, chat_ids, notification, thread_id)
        self._database.after_transaction(self.owed.set)
