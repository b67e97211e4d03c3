"""Repeats requests that Telegram did not answer: flood control, 5xx, networks. Not refusals."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType
from aiogram.utils.backoff import Backoff, BackoffConfig
from aiohttp import ClientConnectorError

from bot.telegram.transport.methods import NEW_MESSAGES, EditTextOnce, GetUpdates, SendMessageOnce

log = logging.getLogger(__name__)

T = TypeVar("T")

# A proxy's HTML page (502) reaches us as a decode error.
TRANSIENT = (ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)
"""Errors that may not happen again when the request is repeated."""

BACKOFF = BackoffConfig(min_delay=0.5, max_delay=30.0, factor=2.0, jitter=0.1)

MAX_WAIT = 120.0
"""Seconds after which a request is not repeated: nobody waits for its answer any more."""


class RetryDelay:
    """The pauses between attempts: what Telegram asks for, else longer and longer ones."""

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
    waiting = RetryDelay()
    while True:
        try:
            return await ask()
        except TRANSIENT as error:
            log.warning("Telegram did not answer %s, trying again: %s", what, type(error).__name__)
            await waiting.after(error)


def certainly_not_done(error: BaseException) -> bool:
    """Whether a request certainly had no effect: Telegram said so, or was never reached.

    After any other error a message may have been sent: the Bot API has no idempotency keys.
    """
    never_connected = isinstance(error.__cause__, ClientConnectorError)
    return never_connected or isinstance(error, TelegramRetryAfter | TelegramServerError)


class RetryMiddleware(BaseRequestMiddleware):
    """Repeats a request that failed for a `TRANSIENT` reason, for at most `MAX_WAIT` seconds.

    A new message whose answer was lost is sent again only once.
    """

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if isinstance(method, REPEATED_ELSEWHERE):
            return await make_request(bot, method)
        loop, waiting = asyncio.get_running_loop(), RetryDelay()
        deadline, may_repeat_lost = loop.time() + MAX_WAIT, True
        while True:
            try:
                return await make_request(bot, method)
            except TelegramEntityTooLarge:
                raise  # to aiogram an error of the network
            except TRANSIENT as error:
                pause = waiting.pause(error)
                if loop.time() + pause > deadline:
                    raise
                if isinstance(method, NEW_MESSAGES) and not certainly_not_done(error):
                    if not may_repeat_lost:
                        raise
                    may_repeat_lost = False
                log.info("%s failed, trying again: %s", type(method).__name__, error)
                await asyncio.sleep(pause)


REPEATED_ELSEWHERE = (GetUpdates, SendMessageOnce, EditTextOnce)
"""The poller and the outbox sender must know of each failure."""
