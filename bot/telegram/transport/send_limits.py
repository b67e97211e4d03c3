"""Telegram's sending limits: when the bot may send unasked to a chat; in memory, sends nothing."""

import asyncio
from collections import OrderedDict, deque

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

from bot.telegram.transport.methods import COUNTED

PER_SECOND = 30
"""Messages to all chats together."""

CHAT_INTERVAL = 1.0
"""Seconds between two messages to one chat."""

GROUP_PER_MINUTE = 20
"""Messages to one group or channel, edits included."""

MINUTE = 60.0
"""In seconds."""


class SendLimits(BaseRequestMiddleware):
    """Counts every message and edit; only owed messages wait for free places.

    Answers to people are counted but never delayed.
    """

    def __init__(self, chat_interval: float = CHAT_INTERVAL) -> None:
        """`chat_interval` in seconds."""
        self._chat_interval = chat_interval
        self._all: deque[float] = deque(maxlen=PER_SECOND)
        # In the order of the last message, so that the expired ones are in front.
        self._chats: OrderedDict[int, deque[float]] = OrderedDict()
        self._blocked_until: dict[int, float] = {}

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if not isinstance(method, COUNTED):
            return await make_request(bot, method)
        self.count(method.chat_id)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as error:
            self._blocked_until[method.chat_id] = _now() + error.retry_after
            raise

    def count(self, chat_id: int) -> None:
        """A message or an edit is being sent to the chat."""
        now = _now()
        self._all.append(now)
        times = self._chats.get(chat_id)
        if times is None:
            times = self._chats[chat_id] = deque(maxlen=GROUP_PER_MINUTE if chat_id < 0 else 1)
        times.append(now)
        self._chats.move_to_end(chat_id)
        while next(iter(self._chats.values()))[-1] <= now - MINUTE:
            self._chats.popitem(last=False)

    def free_places(self) -> int:
        """How many messages may be sent at this moment."""
        second_ago = _now() - 1.0
        return PER_SECOND - sum(sent_at > second_ago for sent_at in self._all)

    def waiting_chats(self) -> dict[int, float]:
        """The chats that may get no message now, with the seconds until they may."""
        now = _now()
        self._blocked_until = {
            chat_id: until for chat_id, until in self._blocked_until.items() if until > now
        }
        chats = self._chats.keys() | self._blocked_until.keys()
        delays = {chat_id: self._delay(chat_id, now) for chat_id in chats}
        return {chat_id: delay for chat_id, delay in delays.items() if delay > 0}

    def _delay(self, chat_id: int, now: float) -> float:
        free = self._blocked_until.get(chat_id, now)
        if times := self._chats.get(chat_id):
            free = max(free, times[-1] + self._chat_interval)
            if len(times) == GROUP_PER_MINUTE:  # of a private chat only the last time is kept
                free = max(free, times[0] + MINUTE)
        return free - now


def _now() -> float:
    return asyncio.get_running_loop().time()
