"""What the buttons of /balance carry."""

from enum import StrEnum
from typing import Self

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import Number, Page

ALL_REGISTERS = 0


class Action(StrEnum):
    """What a press of a balance button does besides showing the state that it carries."""

    LOOK = "l"
    """Turn the page or go to another register."""
    TOGGLE = "t"
    """Show or hide empty balances, and remember it."""
    REFRESH = "r"
    """Ask CrystalPAY anew."""


class BalancePress(CallbackData, prefix="b", frozen=True):
    """The screen a button of /balance leads to. `register_id` 0: all; `page` counts from 0."""

    action: Action
    register_id: Number
    hide_empty: bool
    page: Number = 0


class PickPress(CallbackData, prefix="pick"):
    """Choosing one of many registers: a page of them, and the balance screen to go back to.

    `pick` None: the page that the shown register is on.
    """

    register_id: Number
    hide_empty: bool
    page: Page
    pick: Page | None = None

    @classmethod
    def from_screen(cls, here: BalancePress) -> Self:
        return cls(register_id=here.register_id, hide_empty=here.hide_empty, page=here.page)
