"""Keeps one who sends too much from costing anything: in memory only, before anyone is asked."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, User

from bot.services.viewers import Viewer
from bot.telegram.middlewares import Handler
from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.toasts import toast
from bot.translations import Languages, Localization

WINDOW = 60.0
"""Seconds: every limit is for a minute that slides along."""

MAX_KEYS = 10_000
"""Users or chats that are remembered at once; beyond that the one seen longest ago goes."""

INVITE = "invite-"
"""How the argument of /start begins that opens an invite."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages and presses a minute."""

    user: int
    chat: int
    stranger: int


class SlidingWindow:
    """Lets `limit` events a minute through for each key, on the event loop's clock.

    What is not let through does not count: one who keeps on sending still gets the limit.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times: OrderedDict[int, deque[float]] = OrderedDict()

    def has_room(self, key: int) -> bool:
        over = _now() - WINDOW
        self._forget(over)
        times = self._times.get(key)
        while times and times[0] <= over:
            times.popleft()
        if not times:
            self._times.pop(key, None)
        return len(times or ()) < self._limit

    def count(self, key: int) -> None:
        self._times.setdefault(key, deque()).append(_now())
        self._times.move_to_end(key)
        if len(self._times) > MAX_KEYS:
            self._times.popitem(last=False)

    def take_back(self, key: int) -> None:
        """The event that was counted last turned out not to count."""
        if times := self._times.get(key):
            times.pop()
        if not times:
            self._times.pop(key, None)

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._times)

    def _forget(self, over: float) -> None:
        """Keys stand in the order of their last event, so those that are over stand in front."""
        while self._times and next(iter(self._times.values()))[-1] <= over:
            self._times.popitem(last=False)


Counted = Sequence[tuple[SlidingWindow, int]]
"""Windows and the keys by which something is counted in them."""


class RateLimitMiddleware(BaseMiddleware):
    """Ends what is over the limit of its user or its chat.

    Every press that ends here gets a toast, so that no button seems dead; a message is answered as
    long as `notified` has room for its chat. `concerns`: whom these limits are for, by what the
    middlewares before found out.
    """

    def __init__(
        self,
        per_user: int,
        per_chat: int,
        languages: Languages,
        notified: SlidingWindow,
        concerns: Callable[[dict[str, Any]], bool] = lambda _: True,
    ) -> None:
        self._users, self._chats = SlidingWindow(per_user), SlidingWindow(per_chat)
        self._notified = notified
        self._languages = languages
        self._concerns = concerns

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        if chat is None or _is_migration(event) or not self._concerns(data):
            return await handler(event, data)
        user: User | None = data.get("event_from_user")
        if not _pass(self._counted(chat, user)):
            return await self._end(event, chat, self._language(data, user))
        return await handler(event, data)

    def _counted(self, chat: Chat, user: User | None) -> Counted:
        return _counted(self._chats, chat, self._users, user)

    async def _end(self, event: TelegramObject, chat: Chat, t: Localization) -> None:
        if isinstance(event, CallbackQuery):
            await toast(event, too_many(t))
        elif isinstance(event, Message) and self._notified.has_room(chat.id):
            self._notified.count(chat.id)
            await send(event, too_many_messages(t))

    def _language(self, data: dict[str, Any], user: User | None) -> Localization:
        """The asker's own where the chat was not looked up: a flood must not reach the database."""
        known: Localization | None = data.get("t")
        return known or self._languages.pick(user.language_code if user else None)


class StrangerRateLimitMiddleware(RateLimitMiddleware):
    """The limits of strangers. To open an invite is not among what they limit.

    To try a token that is none is, and has its own limit besides: else guessing would be free.
    """

    def __init__(
        self, per_user: int, per_chat: int, languages: Languages, notified: SlidingWindow
    ) -> None:
        super().__init__(per_user, per_chat, languages, notified, is_stranger)
        self._guessing_users, self._guessing_chats = (
            SlidingWindow(per_user),
            SlidingWindow(per_chat),
        )

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if not (isinstance(event, Message) and _opens_invite(event) and is_stranger(data)):
            return await super().__call__(handler, event, data)
        chat, user = event.chat, event.from_user
        guesses = _counted(self._guessing_chats, chat, self._guessing_users, user)
        if not _pass(guesses):
            return await self._end(event, chat, self._language(data, user))
        was_one = await handler(event, data)
        if was_one:
            _take_back(guesses)
        else:
            _pass(self._counted(chat, user))
        return was_one


def _counted(chats: SlidingWindow, chat: Chat, users: SlidingWindow, user: User | None) -> Counted:
    if user is None or user.is_bot:  # a bot stands for all anonymous admins there are
        return [(chats, chat.id)]
    return [(chats, chat.id), (users, user.id)]


def _pass(counted: Counted) -> bool:
    """Counts in all windows or in none: a full chat must not use up its members' own."""
    if not all(window.has_room(key) for window, key in counted):
        return False
    for window, key in counted:
        window.count(key)
    return True


def _take_back(counted: Counted) -> None:
    for window, key in counted:
        window.take_back(key)


def _opens_invite(message: Message) -> bool:
    command, _, argument = (message.text or "").partition(" ")
    return command.partition("@")[0] == "/start" and argument.strip().startswith(INVITE)


def is_stranger(data: dict[str, Any]) -> bool:
    viewer: Viewer = data["viewer"]
    return not viewer.allowed


def _is_migration(event: TelegramObject) -> bool:
    """Telegram says only once that a group got a new id; its grants must follow."""
    return isinstance(event, Message) and bool(
        event.migrate_to_chat_id or event.migrate_from_chat_id
    )


def _now() -> float:
    return asyncio.get_running_loop().time()


def too_many(t: Localization) -> str:
    return t.gettext("⏳ Too much at once. Please wait a minute.")


def too_many_messages(t: Localization) -> Screen:
    return Screen(too_many(t))
