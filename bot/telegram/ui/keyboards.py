"""Inline keyboards; pure. A label is a plain word that a merchant may look for, an emoji before."""

from collections.abc import Callable, Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

NARROW_LABEL = 10
"""Names up to this long stand three in a row on a phone, longer ones two."""

Row = Sequence[InlineKeyboardButton]

Rows = Sequence[Row]


def button(label: str, press: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """A button that leads to `press`; `style`: a colour of Telegram's, like «danger»."""
    return InlineKeyboardButton(text=label, callback_data=press.pack(), style=style)


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup:
    """The rows that have buttons."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def in_rows(buttons: Row) -> Rows:
    """Two or three across, as their labels allow on a phone."""
    across = 3 if all(len(button.text) <= NARROW_LABEL for button in buttons) else 2
    return [buttons[at : at + across] for at in range(0, len(buttons), across)]


def copy_keyboard(labelled: Iterable[tuple[str, str]]) -> InlineKeyboardMarkup:
    """Buttons that copy a text at a press, without asking the bot."""
    return keyboard(
        [
            [InlineKeyboardButton(text=f"📋 {label}", copy_text=CopyTextButton(text=text))]
            for label, text in labelled
        ]
    )


def page_row(number: int, pages: int, to: Callable[[int], CallbackData]) -> Row:
    """`‹ 2/3 ›`, nothing for a single page; `number` counts from 0, `to`: the press to a page."""
    if pages == 1:
        return []
    before = to(number - 1) if number > 0 else None
    after = to(number + 1) if number + 1 < pages else None
    return paging(f"{number + 1}/{pages}", to(number), before, after)


def paging(
    where: str, here: CallbackData, before: CallbackData | None, after: CallbackData | None
) -> Row:
    """To the page before, to this one once more, to the page after; nothing for a single page."""
    around = {"‹": before, where: here if before or after else None, "›": after}
    return [button(label, press) for label, press in around.items() if press]
