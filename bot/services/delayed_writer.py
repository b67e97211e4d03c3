"""Writes that nobody waits for: gathered for a moment, then done together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.storage import DatabaseError

log = logging.getLogger(__name__)

GATHERING_DELAY = 0.5
"""Seconds. A killed process loses what it was asked to write within them."""

RETRY_AFTER = 5.0
"""Seconds after which what could not be written is tried again."""


class DelayedWriter:
    """Calls `write` some time after it was scheduled, once for all that is scheduled meanwhile.

    `write` goes on until nothing is left, or raises DatabaseError and is called again later.
    """

    def __init__(
        self, what: str, write: Callable[[], Awaitable[None]], retry_after: float = RETRY_AFTER
    ) -> None:
        """`what` is written, for the log; `retry_after` in seconds."""
        self._what = what
        self._write = write
        self._retry_after = retry_after
        self._task: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def schedule(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name=f"write {self._what}")
            self._task.add_done_callback(self._log_failure)

    async def close(self) -> None:
        """Write at once what is left, trying once more what could not be written before."""
        self._closing.set()
        if self._task is not None:
            await self._task
            await self._attempt()

    async def _run(self) -> None:
        await self._pause(GATHERING_DELAY)
        while not await self._attempt() and not self._closing.is_set():
            await self._pause(self._retry_after)

    async def _attempt(self) -> bool:
        try:
            await self._write()
        except DatabaseError as error:
            log.warning("The %s were not written yet: %s", self._what, error)
            return False
        return True

    def _log_failure(self, task: asyncio.Task[None]) -> None:
        """Nobody waits for the task, so nobody else would tell."""
        if not task.cancelled() and (error := task.exception()):
            log.error("The %s could not be written", self._what, exc_info=error)

    async def _pause(self, seconds: float) -> None:
        """So long, or until it is closed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()
