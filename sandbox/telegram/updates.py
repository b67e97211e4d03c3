"""The queue behind getUpdates; it never loses what the bot has not confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.faults import MAX_WAIT_SECONDS
from sandbox.telegram.refusals import Refusal

Json = dict[str, Any]

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
)
NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")
DEFAULT_KINDS = frozenset(KINDS) - frozenset(NOT_BY_DEFAULT)
FIRST_ID = 700_000_001
MAX_UPDATES = 100
MAX_AHEAD = 10
"""An offset further above the last number than this is ignored, as in TDLib's TQueue."""
OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class NotConfirmedError(AssertionError):
    """The bot did not finish with an update in time; the message says which."""


@dataclass(frozen=True)
class Update:
    """Something that happened; `id` is None if the bot gets no update for it (privacy mode…)."""

    id: int | None
    body: Json
    about: str


class Updates:
    def __init__(self) -> None:
        self._next_id = FIRST_ID
        self._queue: list[Update] = []
        self._poll: asyncio.Future[None] | None = None
        # Set while a bot waits for updates.
        self.polled = asyncio.Event()
        self._waiting: dict[int, list[asyncio.Future[None]]] = {}
        self.allowed = DEFAULT_KINDS
        self.webhook = ""
        # Awaited after a confirmation, if set: returns when the bot has done all that it fetched.
        self.idle: Callable[[], Awaitable[None]] | None = None
        # False: a server that ignores `timeout` and answers at once, even with nothing.
        self.holds_polls = True

    def number_from(self, first: int) -> None:
        """Number new updates from `first`, as Telegram may after a week without any."""
        self._next_id = first

    def put(self, kind: str, body: Json, about: str) -> Update:
        """Queue an update, unless the bot has not allowed its kind."""
        if kind not in self.allowed:
            return Update(None, {kind: body}, about)
        update = Update(self._next_id, {"update_id": self._next_id, kind: body}, about)
        self._next_id += 1
        self._queue.append(update)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return update

    @property
    def pending(self) -> list[Update]:
        return list(self._queue)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """None leaves it as it was; an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & frozenset(KINDS) or DEFAULT_KINDS

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - the Bot API's own name
        if self.webhook:
            raise Refusal(409, WEBHOOK_IS_SET)
        self._end_earlier_poll()
        self._confirm(offset)
        if not self._queue and timeout > 0 and self.holds_polls:
            await self._wait_for_update(timeout)
        return [update.body for update in self._queue[: min(max(limit, 1), MAX_UPDATES)]]

    def drop(self) -> None:
        self._confirm(self._next_id)

    async def confirmed(self, update: Update, within: float = MAX_WAIT_SECONDS) -> None:
        """Return when the bot is done with `update`.

        It asked for what comes after it and, where the bot can tell, is idle: it may confirm what
        it has not answered yet.
        """
        if update.id is None:
            return
        try:
            async with asyncio.timeout(within):
                await self.acknowledged(update)
                await self.bot_idle()
        except TimeoutError:
            raise NotConfirmedError(self._diagnosis(update, within)) from None

    async def bot_idle(self) -> None:
        """Return when the bot is done with all that it has fetched, if it can tell."""
        if self.idle is not None:
            await self.idle()

    async def acknowledged(self, update: Update) -> None:
        """Return when the bot has asked for what comes after `update`, answered or not."""
        if update.id is None or update not in self._queue:
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(update.id, []).append(done)
        await done

    def _diagnosis(self, update: Update, within: float) -> str:
        state = "is waiting for updates" if self.polled.is_set() else "is not polling"
        wanted = "confirm" if update in self._queue else "be idle after"
        return (
            f"waited {within:g} s for the bot to {wanted} update {update.id}: {update.about}. "
            f"The bot {state}; {len(self._queue)} updates are not confirmed."
        )

    async def _wait_for_update(self, seconds: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self.polled.set()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
                self.polled.clear()

    def _end_earlier_poll(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Refusal(409, OTHER_POLLER))

    def _confirm(self, offset: int) -> None:
        if offset > self._next_id + MAX_AHEAD:
            return
        if offset < 0:
            # A negative offset keeps that many of the newest updates and drops the others.
            last = self._queue[offset:]
            offset = last[0].id or 0 if last else self._next_id
        for update in self._queue:
            for done in self._waiting.pop(update.id or 0, []) if _before(update, offset) else []:
                if not done.done():
                    done.set_result(None)
        self._queue = [update for update in self._queue if not _before(update, offset)]


def _before(update: Update, offset: int) -> bool:
    return update.id is not None and update.id < offset
