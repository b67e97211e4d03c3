"""Writes that nobody waits for: collected for a moment, then done together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.storage import DatabaseError

log = logging.getLogger(__name__)

COLLECTING_SECONDS = 0.5
"""A process that is killed loses what it was to write in the last so many seconds."""

RETRY_SECONDS = 5.0
"""How long after a failed write it is tried again."""


class DelayedWriter:
    """Calls `write` a moment after it was scheduled, once for all that was scheduled meanwhile.

    `write` writes until nothing is left to write, or raises DatabaseError and is called again
    later.
    """

    def __init__(
        self,
        what: str,
        write: Callable[[], Awaitable[None]],
        *,
        collecting_seconds: float = COLLECTING_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """`what`: the things that it writes, in words for the log."""
        self._what = what
        self._write = write
        self._collecting_seconds = collecting_seconds
        self._retry_seconds = retry_seconds
        self._task: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def schedule(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name=f"write {self._what}")
            self._task.add_done_callback(self._log_failure)

    async def close(self) -> None:
        """Write now what is left, including what could not be written before."""
        self._closing.set()
        if self._task is not None:
            await self._task
            await self._attempt()

    async def _run(self) -> None:
        await self._pause(self._collecting_seconds)
        while not await self._attempt() and not self._closing.is_set():
            await self._pause(self._retry_seconds)

    async def _attempt(self) -> bool:
        try:
            await self._write()
        except DatabaseError as error:
            log.warning("The %s were not written yet: %s", self._what, error)
            return False
        return True

    def _log_failure(self, task: asyncio.Task[None]) -> None:
        """Nobody awaits the task, so nobody else would notice."""
        if not task.cancelled() and (error := task.exception()):
            log.error("The %s could not be written", self._what, exc_info=error)

    async def _pause(self, seconds: float) -> None:
        """Wait so long, but not longer than until `close`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()
