"""Keeps this process below CrystalPAY's rate limit; does not know what is requested."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

WINDOW_SECONDS = 1.0
"""The limit counts requests within one second."""

MAX_TRANSIT_SECONDS = 1.0
"""A request that is unanswered for so long has reached CrystalPAY, or never will."""


class Priority:
    """How urgent a request is: somebody waits for it, or it is made in the background.

    It can be promoted while it is still waiting in the queue.
    """

    def __init__(self, *, background: bool = False) -> None:
        self.background = background
        self.when_promoted: Callable[[], None] | None = None

    def promote(self) -> None:
        """Somebody waits for it now."""
        if self.background:
            self.background = False
            if self.when_promoted:
                self.when_promoted()


_Waiter = tuple[asyncio.Future[bool], Priority]
"""The future's result: whether the slot is one of those for the background."""


class Limiter:
    """At most `rate` requests in any window of one second, as CrystalPAY counts them.

    A slot is released one second after the *answer*: CrystalPAY received the request some time
    before that, so it never sees more than `rate` requests within a second, however long
    connections take to open. A request without an answer holds its slot for two seconds, so that
    it does not block the others for longer.

    Requests that somebody waits for go first. Those of the background take half of the slots at
    most (one, if there is only one), so they delay nobody by more than one request.

    A token bucket would let a full bucket and its refill through within the same second; even
    spacing would delay the second of two registers although nobody else is asking.
    """

    def __init__(self, rate: int) -> None:
        self._free = rate
        self._free_for_background = background_slots(rate)
        self._urgent: deque[_Waiter] = deque()
        self._background: deque[_Waiter] = deque()
        self._paused_until = 0.0

    @asynccontextmanager
    async def slot(self, priority: Priority | None = None) -> AsyncIterator[None]:
        """Wait for a slot; inside, one request may be sent."""
        release = await self._acquire(priority or Priority())
        try:
            await self._wait_for_end_of_pause()
        except BaseException:
            release()
            raise
        loop = asyncio.get_running_loop()
        unanswered = loop.call_later(MAX_TRANSIT_SECONDS + WINDOW_SECONDS, release)
        try:
            yield
        finally:
            if loop.time() + WINDOW_SECONDS < unanswered.when():
                unanswered.cancel()
                loop.call_later(WINDOW_SECONDS, release)

    def pause(self, seconds: float = WINDOW_SECONDS) -> None:
        """Send nothing for so long: CrystalPAY asked us to slow down."""
        self._paused_until = asyncio.get_running_loop().time() + seconds

    async def _acquire(self, priority: Priority) -> Callable[[], None]:
        """Wait for a free slot. What is returned releases it."""
        waiter = (asyncio.get_running_loop().create_future(), priority)
        self._queue(waiter)
        priority.when_promoted = lambda: self._requeue(waiter)
        self._hand_out()
        future, _ = waiter
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._release(future.result())
            raise
        finally:
            priority.when_promoted = None
        return partial(self._release, future.result())

    def _queue(self, waiter: _Waiter) -> None:
        _, priority = waiter
        (self._background if priority.background else self._urgent).append(waiter)

    def _requeue(self, waiter: _Waiter) -> None:
        if waiter in self._background:
            self._background.remove(waiter)
            self._queue(waiter)
            self._hand_out()

    def _hand_out(self) -> None:
        """Give free slots to those who wait, whoever is urgent first."""
        while self._free and (future := _next(self._urgent)):
            self._free -= 1
            future.set_result(False)
        while self._free and self._free_for_background and (future := _next(self._background)):
            self._free -= 1
            self._free_for_background -= 1
            future.set_result(True)

    def _release(self, of_background: bool) -> None:
        self._free += 1
        self._free_for_background += of_background
        self._hand_out()

    async def _wait_for_end_of_pause(self) -> None:
        loop = asyncio.get_running_loop()
        while (wait := self._paused_until - loop.time()) > 0:  # noqa: ASYNC110 - may be extended meanwhile
            await asyncio.sleep(wait)


def background_slots(rate: int) -> int:
    """How many of the slots the background may hold at a time."""
    return max(1, rate // 2)


def _next(waiting: deque[_Waiter]) -> asyncio.Future[bool] | None:
    """The one that waits longest and has not given up."""
    while waiting:
        future, _ = waiting.popleft()
        if not future.done():
            return future
    return None
