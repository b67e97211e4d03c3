"""Writes that nobody waits for: gathered for a moment, then done together."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

GATHERED_FOR = 0.5
"""Seconds. A killed process loses what it was asked to write within them."""


class Later:
    """Calls `write` some time after it was wanted, once for all who want it meanwhile.

    `write` goes on until nothing is left or it has failed, and raises nothing.
    """

    def __init__(self, write: Callable[[], Awaitable[None]]) -> None:
        self._write = write
        self._task: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def wanted(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._in_a_moment(), name="write later")

    async def close(self) -> None:
        """Write at once what is left, also what could not be written before."""
        self._closing.set()
        if self._task is not None:
            await self._task
            await self._write()

    async def _in_a_moment(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHERED_FOR):
                await self._closing.wait()
        await self._write()
