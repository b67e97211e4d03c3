"""Messages that the bot owes: committed with what they tell of, kept until Telegram has them."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime

from bot.domain.notifications import Notification, OwedMessage
from bot.services.admins import Admins
from bot.storage import Database, DatabaseError, OutboxTable
from bot.storage.timestamps import from_milliseconds

log = logging.getLogger(__name__)

LEASE = 30_000
"""Milliseconds after which a try to send counts as lost: its process must be gone."""

KEPT_FOR = 30 * 24 * 3600
"""Seconds for which a message is remembered after the last that happened to it."""


class Outbox:
    """Call `owe` and `revise` inside the transaction of the operation that they tell of.

    `owed` is set when there may be something to send.
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
        """Tell a chat, or a topic of it, once for a subject."""
        await self._owe(subject, [chat_id], notification, thread_id)

    async def owe_admins(self, subject: str, notification: Notification) -> None:
        """Tell every admin; one who never wrote to the bot is told when he does."""
        await self._owe(subject, await self._admins.ids(), notification)

    async def revise(
        self, subject: str, notification: Notification, *, shown_in: int | None = None
    ) -> None:
        """Something else is to be said about a subject: messages that were sent are edited.

        Not in the chat `shown_in`, which sees the answer to its own press.
        """
        await self._table.revise(subject, notification, shown_in)
        self._database.when_over(self.owed.set)

    async def follow(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group got a new id: an admin who was asked what it may see is asked of that."""
        await self._table.follow(old_chat_id, new_chat_id)
        self._database.when_over(self.owed.set)

    async def next_due(self) -> datetime | None:
        """When the next message may be sent (UTC); None when nothing is owed."""
        due = await self._table.next_due()
        return None if due is None else from_milliseconds(due)

    async def take(self, most: int, without: Iterable[int]) -> tuple[OwedMessage, ...]:
        """Messages to be sent now, at most one a chat; `without`: chats that have to wait."""
        return await self._table.take(most, without, LEASE)

    async def sent(self, owed: OwedMessage, message_id: int) -> None:
        await self._table.sent(owed, message_id)

    async def try_again(self, owed: OwedMessage, delay: float) -> None:
        """It surely never left, or may be repeated; `delay` in seconds."""
        await self._table.try_again(owed, delay)

    async def answer_lost(self, owed: OwedMessage, delay: float) -> None:
        """Nobody knows whether it stands in its chat; `delay` in seconds until the last try."""
        await self._table.answer_lost(owed, delay)

    async def undeliverable(self, owed: OwedMessage, *, whole_chat: bool) -> None:
        """Telegram does not take it. `whole_chat`: the chat takes nothing until it writes."""
        await self._table.undeliverable(owed, whole_chat=whole_chat)
        if whole_chat:
            (await self._unreachable_chats()).add(owed.chat_id)

    async def heard_from(self, chat_id: int) -> None:
        """A chat has written: what could not be delivered to it is owed again.

        If that cannot be written, it is when the chat writes next.
        """
        try:
            unreachable = await self._unreachable_chats()
            if chat_id in unreachable:
                await self._table.chat_is_back(chat_id)
                unreachable.discard(chat_id)
                self.owed.set()
        except DatabaseError as error:
            log.warning("What could not be delivered to %s still waits: %s", chat_id, error)

    async def forget_old(self) -> None:
        await self._table.forget(KEPT_FOR)

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
        self._database.when_over(self.owed.set)
