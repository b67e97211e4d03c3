"""What the buttons of /balance carry."""

from enum import StrEnum
from typing import Self

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import GrownPress, Number, Page

ALL_REGISTERS = 0


class Action(StrEnum):
    """What a press of a balance button does besides showing the state that it carries."""

    LOOK = "l"
    """Turn the page, go to another register, offer amounts to copy."""
    TOGGLE = "t"
    """Show or hide empty balances, and remember it."""
    REFRESH = "r"
    """Ask CrystalPAY again."""


class BalancePress(GrownPress, prefix="b", frozen=True):
    """The screen a button of /balance leads to. `register_id` 0: all; `page` counts from 0.

    `copies`: the page of the buttons that copy amounts, counted from 1; 0: the usual buttons.
    `seen`: what «Refresh» compares the new balances with, the digest of those on its own screen;
    empty on every other button.
    """

    action: Action
    register_id: Number
    hide_empty: bool
    page: Number = 0
    copies: Page = 0
    seen: str = ""


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
