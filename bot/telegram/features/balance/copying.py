"""Buttons that copy amounts as programs and forms take them: exact, ungrouped; pure."""

from collections.abc import Sequence

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.readings import RegisterOutcome
from bot.presentation.amounts import exact, readable
from bot.presentation.labels import labelled
from bot.telegram.features.balance.callbacks import BalancePress
from bot.telegram.features.balance.keyboard import look
from bot.telegram.ui import pager
from bot.telegram.ui.keyboards import button, keyboard
from bot.translations import Localization

MAX_COPIED = 256
"""Telegram's limit; an amount that is longer has no button."""

Copy = tuple[str, str]  # label and what is copied


def copies_of(outcomes: Sequence[RegisterOutcome]) -> Sequence[Copy]:
    """Every amount that is not empty; of several registers with the name of its register."""
    several = len(outcomes) > 1
    return [
        (f"{readable(b.amount, b.accuracy)} {label}" + f" ({each.register.name})" * several, copied)
        for each in outcomes
        if each.reading
        for b, label in labelled(each.reading, hide_empty=True)
        if len(copied := exact(b.amount, b.accuracy)) <= MAX_COPIED
    ]


def copy_keyboard(
    copies: Sequence[Copy], here: BalancePress, t: Localization
) -> InlineKeyboardMarkup:
    """A page of them, `here.copies`, and the way back to the usual buttons."""
    shown = pager.page_of(copies, here.copies - 1, pager.BUTTONS_PER_PAGE)
    rows = [
        [InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=copied))]
        for label, copied in shown.items
    ]
    paging = shown.paging(lambda number: look(here, page=here.page, copies=number + 1))
    back = button("‹ " + t.gettext("Back"), look(here, page=here.page))
    return keyboard([*rows, paging, [back]])
