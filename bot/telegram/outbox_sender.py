"""Sends owed messages within Telegram's limits; does not decide who is told what."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)

from bot.domain.notifications import OwedMessage
from bot.services.membership import Membership
from bot.services.outbox import Outbox
from bot.storage import DatabaseError
from bot.telegram.notifications import Notifications
from bot.telegram.transport.methods import EditTextOnce, SendMessageOnce
from bot.telegram.transport.retry import TRANSIENT, certainly_not_done
from bot.telegram.transport.send_limits import SendLimits
from bot.telegram.ui.screen import Screen

log = logging.getLogger(__name__)

POLL_INTERVAL = 1.0
"""Seconds between checks for messages that another process owes."""

TIMEOUT = 15
"""Seconds for one attempt; less than the lease of a message that is being sent."""

FINISH_TIMEOUT = 3.0
"""Seconds that messages being sent get at shutdown."""

MAX_BACKOFF = 300.0
"""Seconds between two attempts at the most."""

FULL_INTERVAL = 0.05
"""Seconds after which to look again when no more messages may leave at this moment."""

NOTHING_TO_EDIT = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
"""How Telegram says that a message cannot be edited any more."""


class OutboxSender:
    def __init__(
        self,
        bot: Bot,
        outbox: Outbox,
        membership: Membership,
        notifications: Notifications,
        send_limits: SendLimits,
    ) -> None:
        self._bot = bot
        self._outbox = outbox
        self._membership = membership
        self._notifications = notifications
        self._send_limits = send_limits
        self._in_flight: dict[int, asyncio.Task[None]] = {}  # by chat: one at a time for each
        self._failure: BaseException | None = None
        self._claiming = False
        self._progress = asyncio.Event()

    async def run(self) -> None:
        """Send until cancelled, then finish what is being sent. Raises DatabaseError."""
        try:
            while True:
                self._outbox.owed.clear()
                wait = await self._start_due()
                self._progress.set()
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._outbox.owed.wait()
                if self._failure:
                    raise self._failure
        finally:
            self._failure, self._claiming = None, False
            await self._finish()

    async def idle(self) -> None:
        """Return when nothing is due or being sent; may take as long as Telegram's limits."""
        while await self._is_due() or self._in_flight or self._claiming:
            self._progress.clear()
            await self._progress.wait()

    async def _is_due(self) -> bool:
        due = await self._outbox.next_due()
        return due is not None and due <= datetime.now(UTC)

    async def _start_due(self) -> float:
        """Start sending what may be sent now; returns the seconds until the next check."""
        due = await self._outbox.next_due()
        if due is None:
            return POLL_INTERVAL
        delay = (due - datetime.now(UTC)).total_seconds()
        if delay > 0:
            return min(delay, POLL_INTERVAL)
        waiting = self._send_limits.waiting_chats()
        free_places = self._send_limits.free_places()
        if free_places > 0:
            busy = waiting.keys() | self._in_flight.keys()
            self._claiming = True
            for owed in await self._outbox.take(free_places, busy):
                self._start(owed)
            self._claiming = False
        return min([FULL_INTERVAL if free_places <= 0 else POLL_INTERVAL, *waiting.values()])

    def _start(self, owed: OwedMessage) -> None:
        task = asyncio.create_task(self._send(owed), name=f"owed message {owed.id}")
        self._in_flight[owed.chat_id] = task
        task.add_done_callback(lambda done: self._on_done(owed.chat_id, done))

    def _on_done(self, chat_id: int, task: asyncio.Task[None]) -> None:
        del self._in_flight[chat_id]
        if not task.cancelled() and task.exception():
            self._failure = task.exception()
        self._outbox.owed.set()  # the next message for this chat may be due
        self._progress.set()

    async def _finish(self) -> None:
        left = set(self._in_flight.values())
        if left:
            _, left = await asyncio.wait(left, timeout=FINISH_TIMEOUT)
        for task in left:
            task.cancel()  # stays marked as being sent; after a restart it counts as lost
        await asyncio.gather(*left, return_exceptions=True)

    async def _send(self, owed: OwedMessage) -> None:
        try:
            screen = await self._notifications.render(owed)
        except DatabaseError:
            await self._outbox.try_again(owed, 1)  # nothing was sent
            raise
        if screen is None:
            return await self._outbox.undeliverable(owed, whole_chat=False)
        try:
            async with asyncio.timeout(TIMEOUT):
                message_id = await self._deliver(owed, screen)
        except (AiogramError, TimeoutError) as error:
            await self._failed(owed, error)
            return None
        return await self._outbox.sent(owed, message_id)

    async def _deliver(self, owed: OwedMessage, screen: Screen) -> int:
        """The id of the message sent or edited. Raises AiogramError, TimeoutError."""
        fields = {"chat_id": owed.chat_id, "text": screen.text, "reply_markup": screen.keyboard}
        if owed.message_id is None:
            return await self._send_new(SendMessageOnce(**fields, message_thread_id=owed.thread_id))
        try:
            await self._bot(EditTextOnce(**fields, message_id=owed.message_id))
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                raise
        return owed.message_id

    async def _send_new(self, message: SendMessageOnce) -> int:
        """To its topic or, if that was deleted, to the chat."""
        try:
            sent = await self._bot(message)
        except TelegramBadRequest as error:
            if "thread not found" not in error.message:
                raise
            sent = await self._bot(message.model_copy(update={"message_thread_id": None}))
        return int(sent["message_id"])

    async def _failed(self, owed: OwedMessage, error: Exception) -> None:
        log.info("An owed message (%s) was not sent: %s", owed.id, type(error).__name__)
        delay = min(2.0 ** min(owed.attempts - 1, 10), MAX_BACKOFF)
        match error:
            case TelegramRetryAfter():
                await self._outbox.try_again(owed, error.retry_after)
            case TelegramMigrateToChat():
                await self._membership.on_chat_moved(owed.chat_id, error.migrate_to_chat_id)
                await self._outbox.try_again(owed, 0)
            case TelegramForbiddenError():
                await self._outbox.undeliverable(owed, whole_chat=True)
            case TelegramBadRequest() if "not found" in error.message and owed.message_id is None:
                await self._outbox.undeliverable(owed, whole_chat=True)
            case TelegramBadRequest() if any(words in error.message for words in NOTHING_TO_EDIT):
                await self._outbox.try_again(replace(owed, message_id=None), 0)
            case TelegramBadRequest():
                log.error("Telegram refuses an owed message: %s", error.message)
                await self._outbox.undeliverable(owed, whole_chat=False)
            case _ if owed.message_id is not None or certainly_not_done(error):
                await self._outbox.try_again(owed, delay)
            case _ if isinstance(error, TimeoutError | TRANSIENT):
                await self._outbox.answer_lost(owed, delay)
            case _:
                await self._outbox.try_again(owed, MAX_BACKOFF)
