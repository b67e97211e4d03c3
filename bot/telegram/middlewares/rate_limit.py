"""Rate limits by user and by chat: in memory only, before the database is asked."""

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
"""Seconds: every limit is for a sliding window of a minute."""

MAX_KEYS = 10_000
"""Users or chats remembered at once; beyond that the one seen longest ago is forgotten."""

INVITE = "invite-"
"""The beginning of the argument of /start that opens an invite."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages and presses a minute."""

    user: int
    chat: int
    stranger: int


class SlidingWindow:
    """Lets `limit` events a minute through for each key, on the event loop's clock.

    Rejected events do not count: whoever keeps sending still gets the limit.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times: OrderedDict[int, deque[float]] = OrderedDict()

    def has_room(self, key: int) -> bool:
        expired = _now() - WINDOW
        self._forget(expired)
        times = self._times.get(key)
        while times and times[0] <= expired:
            times.popleft()
        if not times:
            self._times.pop(key, None)
        return len(times or ()) < self._limit

    def count(self, key: int) -> None:
        self._times.setdefault(key, deque()).append(_now())
        self._times.move_to_end(key)
        if len(self._times) > MAX_KEYS:
            self._times.popitem(last=False)

    def uncount(self, key: int) -> None:
        """Uncount the last event."""
        if times := self._times.get(key):
            times.pop()
        if not times:
            self._times.pop(key, None)

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._times)

    def _forget(self, expired: float) -> None:
        """Keys are in the order of their last event, so the expired ones are in front."""
        while self._times and next(iter(self._times.values()))[-1] <= expired:
            self._times.popitem(last=False)


Counted = Sequence[tuple[SlidingWindow, int]]
"""Windows, each with the key by which an event is counted in it."""


class RateLimitMiddleware(BaseMiddleware):
    """Rejects events over the limit of their user or their chat.

    Every rejected press gets a toast, so that no button seems dead; a message is answered as long
    as `notified` has room for its chat. `applies`: whether these limits are for an event, by what
    earlier middlewares found out.
    """

    def __init__(
        self,
        per_user: int,
        per_chat: int,
        languages: Languages,
        notified: SlidingWindow,
        applies: Callable[[dict[str, Any]], bool] = lambda _: True,
    ) -> None:
        self._users, self._chats = SlidingWindow(per_user), SlidingWindow(per_chat)
        self._notified = notified
        self._languages = languages
        self._applies = applies
        self._chosen: dict[int, str] = {}  # languages that chats have fixed, the latest seen last

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        if chat is None or _is_migration(event) or not self._applies(data):
            return await handler(event, data)
        user: User | None = data.get("event_from_user")
        if not _try_to_count(self._counted(chat, user)):
            return await self._reject(event, chat, self._language(data, chat, user))
        result = await handler(event, data)
        self._note_language(chat, data.get("viewer"))
        return result

    def _counted(self, chat: Chat, user: User | None) -> Counted:
        return _counted(self._chats, chat, self._users, user)

    async def _reject(self, event: TelegramObject, chat: Chat, t: Localization) -> None:
        if isinstance(event, CallbackQuery):
            await toast(event, too_many_requests(t))
        elif isinstance(event, Message) and self._notified.has_room(chat.id):
            self._notified.count(chat.id)
            await send(event, rejection(t))

    def _language(self, data: dict[str, Any], chat: Chat, user: User | None) -> Localization:
        """What the chat is known to have chosen, else the user's own: a flood must not reach the
        database.
        """
        known: Localization | None = data.get("t")
        own = user.language_code if user else None
        return known or self._languages.pick(self._chosen.get(chat.id), own)

    def _note_language(self, chat: Chat, viewer: Viewer | None) -> None:
        self._chosen.pop(chat.id, None)
        if viewer and viewer.language:
            self._chosen[chat.id] = viewer.language
            if len(self._chosen) > MAX_KEYS:
                del self._chosen[next(iter(self._chosen))]


class StrangerRateLimitMiddleware(RateLimitMiddleware):
    """The limits for chats without access. Opening an invite is not limited.

    Trying a wrong token is, and it has a limit of its own besides: else guessing would be free.
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
        if not _try_to_count(guesses):
            return await self._reject(event, chat, self._language(data, chat, user))
        was_valid = await handler(event, data)
        if was_valid:
            _uncount(guesses)
        else:
            _try_to_count(self._counted(chat, user))
        return was_valid


def _counted(chats: SlidingWindow, chat: Chat, users: SlidingWindow, user: User | None) -> Counted:
    if user is None or user.is_bot:  # one bot account stands for all anonymous admins
        return [(chats, chat.id)]
    return [(chats, chat.id), (users, user.id)]


def _try_to_count(counted: Counted) -> bool:
    """Counts in all windows or in none: a full chat must not use up its members' own limits."""
    if not all(window.has_room(key) for window, key in counted):
        return False
    for window, key in counted:
        window.count(key)
    return True


def _uncount(counted: Counted) -> None:
    for window, key in counted:
        window.uncount(key)


def _opens_invite(message: Message) -> bool:
    command, _, argument = (message.text or "").partition(" ")
    return command.partition("@")[0] == "/start" and argument.strip().startswith(INVITE)


def is_stranger(data: dict[str, Any]) -> bool:
    viewer: Viewer = data["viewer"]
    return not viewer.allowed


def _is_migration(event: TelegramObject) -> bool:
    """Telegram says only once that a group has a new id; its grants must follow."""
    return isinstance(event, Message) and bool(
        event.migrate_to_chat_id or event.migrate_from_chat_id
    )


def _now() -> float:
    return asyncio.get_running_loop().time()


def too_many_requests(t: Localization) -> str:
    return t.gettext("⏳ Too fast. Please wait a minute.")


def rejection(t: Localization) -> Screen:
    return Screen(too_many_requests(t))
