"""Which state of a screen was asked for last, while presses on it are being answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiogram.types import CallbackQuery

from bot.telegram.callbacks import BalancePress, PickPress

Place = tuple[int, int]  # chat id, message id
Press = BalancePress | PickPress


class Turns:
    """Keeps a slow refresh from undoing a toggle that was pressed after it.

    Holds only what is being worked on: nothing about a screen is remembered.
    """

    def __init__(self) -> None:
        self._last: dict[Place, Press] = {}
        self._at_work: dict[Place, int] = {}

    @contextmanager
    def turn(self, query: CallbackQuery, press: Press) -> Iterator[Callable[[], Press]]:
        """Gives a function that tells which press on this message was the last so far."""
        place = (query.message.chat.id, query.message.message_id) if query.message else (0, 0)
        self._last[place] = press
        self._at_work[place] = self._at_work.get(place, 0) + 1
        try:
            yield lambda: self._last[place]
        finally:
            self._at_work[place] -= 1
            if not self._at_work[place]:
                del self._last[place], self._at_work[place]
