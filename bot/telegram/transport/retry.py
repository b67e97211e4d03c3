"""Repeats what Telegram did not answer: flood control, 5xx, broken networks. Gives up on a no."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

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
from aiohttp import ClientConnectorError

from bot.telegram.transport.methods import EditTextOnce, GetUpdates, SendMessage, SendMessageOnce

log = logging.getLogger(__name__)

T = TypeVar("T")

# An HTML page from a proxy on the way (502) reaches us as a decode error.
TRANSIENT = (ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)
"""What may be over when one asks again."""

BACKOFF = BackoffConfig(min_delay=0.5, max_delay=30.0, factor=2.0, jitter=0.1)

MAX_WAIT = 120.0
"""Seconds after which an answer is given up: nobody waits for it any more."""


class RetryDelay:
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
    waiting = RetryDelay()
    while True:
        try:
            return await ask()
        except TRANSIENT as error:
            log.warning("Telegram did not answer %s, trying again: %s", what, type(error).__name__)
            await waiting.after(error)


def surely_not_done(error: BaseException) -> bool:
    """Whether what was asked for has certainly not been done: Telegram said so, or never heard it.

    After anything else a message may stand in its chat, for the Bot API knows no idempotency key.
    """
    never_connected = isinstance(error.__cause__, ClientConnectorError)
    return never_connected or isinstance(error, TelegramRetryAfter | TelegramServerError)


class RetryMiddleware(BaseRequestMiddleware):
    """Repeats a request that failed for a passing reason, for at most `MAX_WAIT` seconds.

    A new message whose answer was lost is sent once more at the most.
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
        give_up, may_be_lost = loop.time() + MAX_WAIT, True
        while True:
            try:
                return await make_request(bot, method)
            except TRANSIENT as error:
                pause = waiting.pause(error)
                if loop.time() + pause > give_up:
                    raise
                if isinstance(method, SendMessage) and not surely_not_done(error):
                    if not may_be_lost:
                        raise
                    may_be_lost = False
                log.info("%s failed, trying again: %s", type(method).__name__, error)
                await asyncio.sleep(pause)


REPEATED_ELSEWHERE = (GetUpdates, SendMessageOnce, EditTextOnce)
"""The poller and the sender of the outbox must know each failure."""
