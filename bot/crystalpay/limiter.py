"""Keeps this process under CrystalPAY's limit; knows nothing of what is being asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

WINDOW = 1.0
"""The limit counts requests in one second."""

MAX_FLIGHT = 1.0
"""A request that is not answered for so long has reached CrystalPAY or never will."""


class Limiter:
    """At most `rate` requests in any window of one second, as CrystalPAY counts them.

    A place is given back one second after the *answer*: CrystalPAY received the request at some
    moment between the two, so however long connections take to open, it never sees more than
    `rate` within a second. A request without an answer holds its place for two seconds, so that
    silence does not block the others.

    A token bucket would let a full bucket and its refill through in the same second; even spacing
    would make every second register wait although nobody else asks.
    """

    def __init__(self, rate: int) -> None:
        self._places = asyncio.Semaphore(rate)
        self._paused_until = 0.0

    @asynccontextmanager
    async def track(self) -> AsyncIterator[None]:
        """Wait for a place; inside, one request may be sent."""
        await self._places.acquire()
        try:
            await self._pause_is_over()
        except BaseException:
            self._places.release()
            raise
        loop = asyncio.get_running_loop()
        unanswered = loop.call_later(MAX_FLIGHT + WINDOW, self._places.release)
        try:
            yield
        finally:
            if loop.time() + WINDOW < unanswered.when():
                unanswered.cancel()
                loop.call_later(WINDOW, self._places.release)

    def pause(self, seconds: float = WINDOW) -> None:
        """Let nobody through for so long: CrystalPAY asked us to slow down."""
        self._paused_until = asyncio.get_running_loop().time() + seconds

    async def _pause_is_over(self) -> None:
        loop = asyncio.get_running_loop()
        while (wait := self._paused_until - loop.time()) > 0:  # noqa: ASYNC110 - it may be prolonged
            await asyncio.sleep(wait)
