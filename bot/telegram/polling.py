"""Long polling that loses nothing: an update is confirmed only when its handler has finished."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from pydantic import ValidationError

from bot.heartbeat import Heartbeat
from bot.telegram.calls import Fetch, PlainUpdate
from bot.telegram.patience import PASSING, Waiting

log = logging.getLogger(__name__)

LONG_POLL = 30
"""Seconds for which Telegram may hold a request while nothing happens."""

LOOK_AGAIN = 0.1
"""Seconds after which new updates are looked for although handlers are still at work."""

FINISHING = 7.0
CONFIRMING = 1.0
"""Seconds at shutdown for handlers to finish and for what they did to be confirmed: 8 in all,
for Docker kills after 10."""

READ_OF_A_MESSAGE = {
    "message_id",
    "date",
    "chat",
    "from",
    "text",
    "caption",
    "message_thread_id",
    "is_topic_message",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
}


class Poller:
    """Fetches updates and hands each to `handle` as a task of its own.

    Telegram forgets an update as soon as it is asked for a later one. So the offset stays at the
    oldest update that is still being handled; what comes again meanwhile is recognised. Whatever
    kills the process, the next one is given everything that was not finished, maybe twice.
    """

    def __init__(
        self,
        bot: Bot,
        handle: Callable[[Update], Awaitable[Any]],
        kinds: list[str],
        heartbeat: Heartbeat | None = None,
    ) -> None:
        """`kinds`: updates to ask for; `heartbeat`: beats at each answer of Telegram's."""
        self._bot = bot
        self._handle = handle
        self._kinds = kinds
        self._heartbeat = heartbeat
        self._next: int | None = None  # the first update that was never fetched
        self._at_work: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Poll until cancelled. Raises TelegramUnauthorizedError when the token is refused."""
        waiting = Waiting()
        while True:
            try:
                await self._fetch()
                waiting.reset()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise
            except TelegramConflictError as error:
                await self._resolve(error)
                await waiting.after(error)
            except (*PASSING, TelegramAPIError) as error:
                log.warning("Telegram is being waited for: %s", type(error).__name__)
                await waiting.after(error)
            # While handlers are at work the offset brings their updates again and at once: a
            # request would be wasted, unless somebody else has written meanwhile.
            if self._at_work:
                await asyncio.wait(self._at_work.values(), timeout=LOOK_AGAIN)

    async def finish(self) -> None:
        """Let handlers finish, then confirm what they did, so that nothing is answered again."""
        if self._at_work:
            await asyncio.wait(self._at_work.values(), timeout=FINISHING)
        offset, left = self._offset(), list(self._at_work.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if offset is not None:
            await self._confirm(offset)

    async def _fetch(self) -> None:
        """Start a handler for each update that was never fetched before."""
        ask = Fetch(offset=self._offset(), timeout=LONG_POLL, allowed_updates=self._kinds)
        fetched = await self._bot(ask, request_timeout=LONG_POLL + 15)
        self._beat()
        for raw in fetched:
            if isinstance(raw, dict) and (self._next is None or raw["update_id"] >= self._next):
                self._start(raw)

    def _offset(self) -> int | None:
        return min(self._at_work, default=self._next)

    def _start(self, raw: PlainUpdate) -> None:
        number: int = raw["update_id"]
        self._next = number + 1
        task = asyncio.create_task(self._work_on(raw), name=f"update {number}")
        self._at_work[number] = task
        task.add_done_callback(lambda _: self._at_work.pop(number))

    async def _work_on(self, raw: PlainUpdate) -> None:
        try:
            _drop_what_nobody_reads(raw)
            update = Update.model_validate(raw, context={"bot": self._bot})
        except (ValidationError, AttributeError) as error:
            kinds = ", ".join(raw.keys() - {"update_id"})
            log.error("An update (%s) cannot be read: %s", kinds, type(error).__name__)
            return
        await self._handle(update)

    async def _confirm(self, offset: int) -> None:
        ask = Fetch(offset=offset, timeout=0, limit=1)
        try:
            async with asyncio.timeout(CONFIRMING):
                await self._bot(ask)
        except (*PASSING, TelegramAPIError, TimeoutError) as error:
            log.info("The last updates could not be confirmed: %s", type(error).__name__)

    async def _resolve(self, conflict: TelegramConflictError) -> None:
        """Polling is refused while a webhook is set; what waits for an answer is kept."""
        if "webhook" in conflict.message:
            log.warning("A webhook was set for this bot; it is being removed")
            await self._bot.delete_webhook(drop_pending_updates=False)
        else:
            log.warning("Another bot polls with the same token; end one of them")

    def _beat(self) -> None:
        if self._heartbeat:
            self._heartbeat.beat()


def _drop_what_nobody_reads(update: PlainUpdate) -> None:
    """A message may hold hundreds of objects; a press brings along what the bot wrote itself."""
    pressed = update.get("callback_query", {}).get("message")
    for message in (update.get("message"), update.get("channel_post"), pressed):
        if message:
            read = READ_OF_A_MESSAGE - {"from"} if message is pressed else READ_OF_A_MESSAGE
            for name in message.keys() - read:
                del message[name]
