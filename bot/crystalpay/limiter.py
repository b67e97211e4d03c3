"""Keeps this process below CrystalPAY's rate limit; does not know what is requested."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

WINDOW_SECONDS = 1.0
"""The limit counts requests within one second."""

MAX_TRANSIT_SECONDS = 1.0
"""A request that is unanswered for so long has reached CrystalPAY, or never will."""


class Limiter:
    """At most `rate` requests in any window of one second, as CrystalPAY counts them.

    A slot is released one second after the *answer*: CrystalPAY received the request some time
    before that, so it never sees more than `rate` requests within a second, however long
    connections take to open. A request without an answer holds its slot for two seconds, so that
    it does not block the others for longer.

    A token bucket would let a full bucket and its refill through within the same second; even
    spacing would delay the second of two registers although nobody else is asking.
    """

    def __init__(self, rate: int) -> None:
        self._slots = asyncio.Semaphore(rate)
        self._paused_until = 0.0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a slot; inside, one request may be sent."""
        await self._slots.acquire()
        try:
            await self._wait_for_end_of_pause()
        except BaseException:
            self._slots.release()
            raise
        loop = asyncio.get_running_loop()
        unanswered = loop.call_later(MAX_TRANSIT_SECONDS + WINDOW_SECONDS, self._slots.release)
        try:
            yield
        finally:
            if loop.time() + WINDOW_SECONDS < unanswered.when():
                unanswered.cancel()
                loop.call_later(WINDOW_SECONDS, self._slots.release)

    def pause(self, seconds: float = WINDOW_SECONDS) -> None:
        """Send nothing for so long: CrystalPAY asked us to slow down."""
        self._paused_until = asyncio.get_running_loop().time() + seconds

    async def _wait_for_end_of_pause(self) -> None:
        loop = asyncio.get_running_loop()
        while (wait := self._paused_until - loop.time()) > 0:  # noqa: ASYNC110 - may be extended meanwhile
            await asyncio.sleep(wait)
