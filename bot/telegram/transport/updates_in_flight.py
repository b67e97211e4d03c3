"""Updates that are being handled, and which of them may be confirmed to Telegram."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.services.update_inbox import UpdateInbox
from bot.telegram.transport.methods import PlainUpdate

log = logging.getLogger(__name__)

GRACE = 0.02
"""Seconds within which a handler usually ends: an update answered by then is not kept."""

SAVE_TIMEOUT = 0.5
"""Seconds to wait until updates are written; a slower disk does not delay other updates."""

CLEANUP_TIMEOUT = 0.5
"""Seconds that cancelled handlers have to clean up."""

MAX_IN_FLIGHT = 1000
"""With more than this nothing is fetched until some have ended."""


@dataclass(slots=True, eq=False)
class _Update:
    raw: PlainUpdate
    kept: bool
    since: float = field(default_factory=time.monotonic)


class UpdatesInFlight:
    """Handles each update in a task of its own.

    Telegram forgets what is confirmed. So an update may be confirmed when its handler has ended or,
    if that takes longer than `GRACE`, when it is written to disk, for the next start to handle.
    """

    def __init__(
        self, handle: Callable[[PlainUpdate], Coroutine[Any, Any, None]], inbox: UpdateInbox
    ) -> None:
        self._handle = handle
        self._inbox = inbox
        self._updates: dict[int, _Update] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._writing: asyncio.Task[None] | None = None
        self._cancelling = False

    def __contains__(self, number: int) -> bool:
        return number in self._updates

    def first_unconfirmed(self) -> int | None:
        """The lowest number of those that Telegram must not forget yet."""
        return min((n for n, update in self._updates.items() if not update.kept), default=None)

    def oldest_wait(self) -> float:
        """Seconds for which the oldest has been waiting for its answer; 0 if there is none."""
        now = time.monotonic()
        return max((now - update.since for update in self._updates.values()), default=0.0)

    def start(self, number: int, raw: PlainUpdate, *, kept: bool = False) -> None:
        """Start handling an update; `kept`: it is on disk already."""
        self._updates[number] = _Update(raw, kept)
        task = asyncio.create_task(self._handle(raw), name=f"update {number}")
        self._tasks[number] = task
        task.add_done_callback(lambda _: self._ended(number))

    async def start_unanswered(self) -> Sequence[PlainUpdate]:
        """Start with the updates that the previous process did not answer, and return them."""
        left = await self._inbox.unanswered()
        for raw in left:
            self.start(raw["update_id"], raw, kept=True)
        if left:
            log.info("Updates that were left unanswered and are taken up now: %s", len(left))
        return left

    async def wait_for_room(self) -> None:
        """Wait until another batch may be fetched."""
        while len(self._tasks) >= MAX_IN_FLIGHT:
            await asyncio.wait(list(self._tasks.values()), return_when=asyncio.FIRST_COMPLETED)

    async def wait(self, within: float | None = None) -> None:
        """Wait until all updates in flight now are handled, or `within` seconds."""
        await _all_of(self._tasks.values(), within)

    async def keep_unfinished(self) -> None:
        """Write to disk, in one transaction, what is not handled within `GRACE` or written yet.

        What cannot be written stays unconfirmed, and the next call tries again.
        """
        unkept = (self._tasks[n] for n, update in self._updates.items() if not update.kept)
        await _all_of(unkept, GRACE)
        if self._writing is None:
            batch = {n: update for n, update in self._updates.items() if not update.kept}
            if not batch:
                return
            self._writing = asyncio.create_task(self._keep(batch), name="keep updates")
        done, _ = await asyncio.wait({self._writing}, timeout=SAVE_TIMEOUT)
        for task in done:
            self._writing = None
            task.result()

    async def finish(self, within: float) -> None:
        """Let handlers end `within` seconds; then keep the rest, if possible, and cancel them.

        What is neither handled nor kept stays `first_unconfirmed`.
        """
        await self.wait(within)
        await self.keep_unfinished()
        self._cancelling = True
        unfinished = list(self._tasks.values())
        for task in unfinished:
            task.cancel()
        await _all_of(unfinished, CLEANUP_TIMEOUT)

    async def _keep(self, batch: dict[int, _Update]) -> None:
        if not await self._inbox.store({n: update.raw for n, update in batch.items()}):
            return
        for number, update in batch.items():
            update.kept = True
            if self._updates.get(number) is not update:  # it was handled meanwhile
                self._inbox.mark_answered(number)

    def _ended(self, number: int) -> None:
        task = self._tasks.pop(number)
        if self._cancelling and task.cancelled():
            return  # it stays unanswered: the next start handles it
        update = self._updates.pop(number)
        if task.cancelled() or task.exception():
            log.error("An update could not be answered", exc_info=_error_of(task))
        if update.kept:
            self._inbox.mark_answered(number)


async def _all_of(tasks: Iterable[asyncio.Task[None]], within: float | None = None) -> None:
    waited = list(tasks)
    if waited:
        await asyncio.wait(waited, timeout=within)


def _error_of(task: asyncio.Task[None]) -> BaseException | None:
    return None if task.cancelled() else task.exception()
