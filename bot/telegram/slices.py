"""Lists that are shown a few at a time; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.telegram.keyboards import button

PER_SLICE = 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Items of a list. `number` counts from 0; `first`: the place of the first one, from 1."""

    items: Sequence[T]
    number: int
    pages: int

    @property
    def first(self) -> int:
        return self.number * PER_SLICE + 1

    def turns(self, press: Callable[[int], CallbackData]) -> list[InlineKeyboardButton]:
        """Buttons to the slices before and after; `press`: to the one of a number."""
        row = []
        if self.number > 0:
            row.append(button(f"‹ {self.number}", press(self.number - 1)))
        if self.number + 1 < self.pages:
            row.append(button(f"{self.number + 2} ›", press(self.number + 1)))
        return row


def slice_of(items: Sequence[T], number: int) -> Slice[T]:
    """A slice that is not there becomes the nearest one that is."""
    pages = max(1, -(-len(items) // PER_SLICE))
    number = min(max(number, 0), pages - 1)
    return Slice(items[number * PER_SLICE : (number + 1) * PER_SLICE], number, pages)
