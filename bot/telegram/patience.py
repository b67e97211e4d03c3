"""Waits out what Telegram goes through: flood control, 5xx, broken networks. Gives up on a no."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType
from aiogram.utils.backoff import Backoff, BackoffConfig

from bot.telegram.calls import Fetch

log = logging.getLogger(__name__)

T = TypeVar("T")

# An HTML page from a proxy on the way (502) reaches us as a decode error.
PASSING = (ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)
"""What may be over when one asks again."""

BACKOFF = BackoffConfig(min_delay=0.5, max_delay=30.0, factor=2.0, jitter=0.1)

LONGEST_WAIT = 120.0
"""Seconds after which an answer is given up: nobody waits for it any more."""


class Waiting:
    """The pauses between tries: what Telegram asks for, else longer and longer ones."""

    def __init__(self) -> None:
        self._backoff = Backoff(BACKOFF)

    def pause(self, error: Exception) -> float:
        """Seconds to wait after this error."""
        if isinstance(error, TelegramRetryAfter):
            return float(error.retry_after)
        return max(next(self._backoff), 0.0)

    async def after(self, error: Exception) -> None:
        await asyncio.sleep(self.pause(error))

    def reset(self) -> None:
        self._backoff.reset()


async def until_answered(ask: Callable[[], Awaitable[T]], what: str) -> T:
    """Ask until Telegram answers, however long it takes. A refusal is an answer: it is raised."""
    waiting = Waiting()
    while True:
        try:
            return await ask()
        except PASSING as error:
            log.warning("Telegram did not answer %s, trying again: %s", what, type(error).__name__)
            await waiting.after(error)


class Patience(BaseRequestMiddleware):
    """Repeats a request that failed for a passing reason, for at most `LONGEST_WAIT` seconds.

    A message may so be sent twice when only Telegram's answer was lost: better than never.
    """

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        loop, waiting = asyncio.get_running_loop(), Waiting()
        give_up = loop.time() + LONGEST_WAIT
        while True:
            try:
                return await make_request(bot, method)
            except PASSING as error:
                pause = waiting.pause(error)
                if _is_repeated_elsewhere(method) or loop.time() + pause > give_up:
                    raise
                log.info("%s failed, trying again: %s", type(method).__name__, error)
                await asyncio.sleep(pause)


def _is_repeated_elsewhere(method: TelegramMethod[Any]) -> bool:
    """The poller has its own patience: it must know how long Telegram has been away."""
    return isinstance(method, Fetch)
