"""Inline keyboards; pure. A label is a plain word, with an emoji in front of it."""

from collections.abc import Callable, Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

NARROW_LABEL = 10
"""Characters. Labels up to this length fit three in a row on a phone, longer ones two."""

Row = Sequence[InlineKeyboardButton]

Rows = Sequence[Row]


def button(label: str, press: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """A button that sends `press`; `style`: one of Telegram's button styles, like «danger»."""
    return InlineKeyboardButton(text=label, callback_data=press.pack(), style=style)


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup:
    """The rows that have buttons."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def in_rows(buttons: Row) -> Rows:
    """Two or three in a row, as their labels allow on a phone."""
    columns = 3 if all(len(button.text) <= NARROW_LABEL for button in buttons) else 2
    return [buttons[at : at + columns] for at in range(0, len(buttons), columns)]


def in_pairs(buttons: Row) -> Rows:
    """Two in a row, however short their labels are."""
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def copy_button(label: str, text: str) -> InlineKeyboardButton:
    """Copies a text when it is pressed, without asking the bot."""
    return InlineKeyboardButton(text=f"📋 {label}", copy_text=CopyTextButton(text=text))


def page_row(number: int, pages: int, to: Callable[[int], CallbackData]) -> Row:
    """`‹ 2/3 ›`, nothing for a single page; `number` from 0; `to`: makes the press for a page."""
    if pages == 1:
        return []
    before = to(number - 1) if number > 0 else None
    after = to(number + 1) if number + 1 < pages else None
    return paging_row(f"{number + 1}/{pages}", to(number), before, after)


def paging_row(
    label: str, here: CallbackData, before: CallbackData | None, after: CallbackData | None
) -> Row:
    """To the previous page, to this one again (`label`), to the next; nothing for a single page."""
    presses = {"‹": before, label: here if before or after else None, "›": after}
    return [button(text, press) for text, press in presses.items() if press]
