"""Which state of a screen was asked for last, while presses on it are being answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

Place = tuple[int, int]  # chat id, message id

P = TypeVar("P", bound=CallbackData)


class LatestPress(Generic[P]):
    """Keeps a slow refresh from undoing a toggle that was pressed after it.

    Holds only what is being worked on: nothing about a screen is remembered.
    """

    def __init__(self) -> None:
        self._last: dict[Place, P] = {}
        self._active: dict[Place, int] = {}

    @contextmanager
    def track(self, query: CallbackQuery, press: P) -> Iterator[Callable[[], P]]:
        """Gives a function that tells which press on this message was the last so far."""
        place = (query.message.chat.id, query.message.message_id) if query.message else (0, 0)
        self._last[place] = press
        self._active[place] = self._active.get(place, 0) + 1
        try:
            yield lambda: self._last[place]
        finally:
            self._active[place] -= 1
            if not self._active[place]:
                del self._last[place], self._active[place]
