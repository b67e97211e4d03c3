"""Long polling that loses nothing: an update is confirmed once it is answered or kept."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
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
from bot.services.update_inbox import UpdateInbox
from bot.telegram.transport.methods import GetUpdates, PlainUpdate
from bot.telegram.transport.redelivery import RecentUpdates
from bot.telegram.transport.retry import TRANSIENT, RetryDelay, until_answered
from bot.telegram.transport.updates_in_flight import UpdatesInFlight

log = logging.getLogger(__name__)

TokenRefused = (TelegramUnauthorizedError, TelegramNotFound)
"""How Telegram says that it does not know the token."""

LONG_POLL_TIMEOUT = 30
"""Seconds for which Telegram may hold a request while nothing happens."""

MIN_POLL_INTERVAL = 0.4
"""Seconds from one request to the next when the first brought nothing new."""

TOKEN_CHECK_DELAYS = (1.0, 4.0, 10.0, 20.0, 25.0)
"""Seconds before each check whether the token is really refused: a minute in all."""

FINISH_TIMEOUT = 7.0
CONFIRM_TIMEOUT = 1.0
"""Seconds at shutdown for handlers to finish and for their updates to be confirmed: 9 in all with
what `updates_in_flight` takes to keep the others, because Docker kills after 10."""

MAX_UPDATE_ID = 2**53

MESSAGE_FIELDS = {
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
"""What the bot reads of a message; everything else is dropped before aiogram parses it. A test
compares this with what the code reads."""

PRESSED_MESSAGE_FIELDS = MESSAGE_FIELDS - {"from"}
"""Of the message that a pressed button stands on: the bot wrote it itself."""


class Poller:
    """Fetches updates and hands each to `handle` as a task of its own.

    Telegram forgets an update when a later one is asked for. The poller asks for the first one that
    is neither answered nor kept, and recognises those delivered again. Whatever kills the process,
    the next one gets everything that was not finished, maybe twice.
    """

    def __init__(
        self,
        bot: Bot,
        handle: Callable[[Update], Awaitable[Any]],
        kinds: list[str],
        inbox: UpdateInbox,
        heartbeat: Heartbeat | None = None,
        token_checks: Sequence[float] = TOKEN_CHECK_DELAYS,
    ) -> None:
        """`kinds`: updates to ask for; `heartbeat`: beats while Telegram answers sensibly."""
        self._bot = bot
        self._handle = handle
        self._kinds = kinds
        self._heartbeat = heartbeat
        self._token_checks = token_checks
        self._next: int | None = None  # the first update that was never fetched
        self._recent = RecentUpdates()
        self._in_flight = UpdatesInFlight(self._handle_raw, inbox)

    async def run(self) -> None:
        """Poll until cancelled. Raises one of `TokenRefused` when the token is refused for good."""
        for raw in await self._in_flight.start_unanswered():
            self._recent.add(raw)
        waiting, loop = RetryDelay(), asyncio.get_running_loop()
        while True:
            await self._in_flight.wait_for_room()
            began = loop.time()
            try:
                brought = await self._fetch()
                waiting.reset()
            except TokenRefused as error:
                await self._ask_whether_refused(error)
                await waiting.after(error)
            except TelegramConflictError as error:
                await self._resolve(error)
                await waiting.after(error)
            except (*TRANSIENT, TelegramAPIError) as error:
                log.warning("Telegram is being waited for: %s", type(error).__name__)
                await waiting.after(error)
            else:
                await self._in_flight.keep_unfinished()
                if not brought:
                    await self._pause(began + MIN_POLL_INTERVAL - loop.time())

    async def idle(self) -> None:
        """Return when all updates in flight now are answered."""
        await self._in_flight.wait()

    def oldest_wait(self) -> float:
        """Seconds for which the oldest update in flight has been waiting for its answer."""
        return self._in_flight.oldest_wait()

    async def finish(self) -> None:
        """Let handlers finish, then confirm what is answered or kept: nothing is answered twice."""
        await self._in_flight.finish(FINISH_TIMEOUT)
        offset = self._offset()
        if offset is not None:
            await self._confirm(offset)

    async def _fetch(self) -> bool:
        """Start handling what was never fetched before; returns whether there was anything."""
        asked = self._offset()
        ask = GetUpdates(offset=asked, timeout=LONG_POLL_TIMEOUT, allowed_updates=self._kinds)
        fetched = await self._bot(ask, request_timeout=LONG_POLL_TIMEOUT + 15)
        new = [raw["update_id"] for raw in fetched if self._start(raw)]
        if new:
            # It may be lower than before: after a quiet week Telegram chooses a number at random.
            self._next = max(new) + 1
        # A server that repeats updates nobody asked for does not count as alive.
        if self._heartbeat and (new or not fetched or asked != self._next):
            self._heartbeat.beat()
        return bool(new)

    def _offset(self) -> int | None:
        """The update to ask for; Telegram forgets everything before it."""
        waiting = self._in_flight.first_unconfirmed()
        if self._next is None or waiting is None:
            return self._next
        return min(self._next, waiting)

    def _start(self, raw: Any) -> bool:
        """Start handling it, unless it was delivered before."""
        number = _number(raw)
        if number is None:
            of = ", ".join(map(str, raw)) if isinstance(raw, dict) else type(raw).__name__
            log.error("An update without a number is skipped (%s)", of)
            return False
        if number in self._in_flight or raw in self._recent:
            return False
        self._recent.add(raw)
        self._in_flight.start(number, raw)
        return True

    async def _pause(self, seconds: float) -> None:
        if self._offset() != self._next:
            await self._in_flight.wait(max(seconds, 0))  # the offset moves when they end
        elif seconds > 0:
            await asyncio.sleep(seconds)

    async def _handle_raw(self, raw: PlainUpdate) -> None:
        try:
            update = Update.model_validate(_strip(raw), context={"bot": self._bot})
        except (ValidationError, AttributeError) as error:
            kinds = ", ".join(raw.keys() - {"update_id"})
            log.error("An update (%s) cannot be read: %s", kinds, type(error).__name__)
            return
        await self._handle(update)

    async def _ask_whether_refused(self, refusal: TelegramAPIError) -> None:
        """Return when the token turns out valid; raise the refusal when Telegram insists."""
        log.warning("Telegram says that it does not know the token; it is asked again")
        for pause in self._token_checks:
            await asyncio.sleep(pause)
            try:
                await until_answered(self._bot.get_me, "whether it knows the token")
            except TokenRefused:
                continue
            except TelegramAPIError as error:
                log.warning("Telegram is being waited for: %s", type(error).__name__)
            return
        raise refusal

    async def _confirm(self, offset: int) -> None:
        ask = GetUpdates(offset=offset, timeout=0, limit=1)
        try:
            async with asyncio.timeout(CONFIRM_TIMEOUT):
                await self._bot(ask)
        except (*TRANSIENT, TelegramAPIError, TimeoutError) as error:
            log.info("The last updates could not be confirmed: %s", type(error).__name__)

    async def _resolve(self, conflict: TelegramConflictError) -> None:
        """Polling is refused while a webhook is set; removing it drops no pending update."""
        if "webhook" in conflict.message:
            log.warning("A webhook was set for this bot; it is being removed")
            try:
                await self._bot.delete_webhook(drop_pending_updates=False)
            except (*TRANSIENT, TelegramAPIError) as error:
                log.warning("The webhook is still there: %s", type(error).__name__)
        else:
            log.warning("Another bot polls with the same token; end one of them")


def _number(raw: Any) -> int | None:
    """Its update_id, if it is an update."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and 0 <= number < MAX_UPDATE_ID else None


def _strip(update: PlainUpdate) -> PlainUpdate:
    """Without what nobody reads: a message may hold hundreds of objects, each a model to build."""
    stripped = dict(update)
    for kind in ("message", "channel_post"):
        if update.get(kind):
            stripped[kind] = _only(MESSAGE_FIELDS, update[kind])
    press = update.get("callback_query")
    if press and press.get("message"):
        stripped["callback_query"] = {
            **press,
            "message": _only(PRESSED_MESSAGE_FIELDS, press["message"]),
        }
    return stripped


def _only(fields: set[str], message: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name in fields}
