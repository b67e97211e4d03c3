"""What the buttons of /balance carry."""

from enum import StrEnum
from typing import Self

from bot.telegram.ui.callbacks import ALL_REGISTERS, BoundedInt, ExtensiblePress, PageNumber


class Action(StrEnum):
    """What a press of a balance button does besides showing the state that it carries."""

    LOOK = "l"
    """Turn the page, go to another register, offer amounts to copy."""
    TOGGLE = "t"
    """Show or hide empty balances, and remember it."""
    REFRESH = "r"
    """Ask CrystalPAY again."""
    HIDE_CHANGES = "h"
    """Stop showing what has changed since the last look, and remember that."""


class BalancePress(ExtensiblePress, prefix="b", frozen=True):
    """The screen a button of /balance leads to. `register_id` 0: all; `page` counts from 0.

    `copies`: the page of the buttons that copy amounts, counted from 1; 0: the usual buttons.
    `seen`: what «Refresh» compares the new balances with, the digest of those on its own screen;
    empty on every other button. `since`: the moment that the screen compares with
    (`unpack_moment`), when the chat had looked before; empty: nothing is compared.
    """

    action: Action
    register_id: BoundedInt
    hide_empty: bool
    page: BoundedInt = 0
    copies: PageNumber = 0
    seen: str = ""
    since: str = ""


class PickPress(ExtensiblePress, prefix="pick"):
    """Choosing one of many registers: a page of them, and the balance screen to go back to.

    `pick` None: the page that the shown register is on.
    """

    register_id: BoundedInt
    hide_empty: bool
    page: PageNumber
    pick: PageNumber | None = None
    since: str = ""

    @classmethod
    def from_screen(cls, here: BalancePress) -> Self:
        return cls(
            register_id=here.register_id,
            hide_empty=here.hide_empty,
            page=here.page,
            since=here.since,
        )


def balance_press(
    hide_empty: bool, register_id: int = ALL_REGISTERS, since: str = ""
) -> BalancePress:
    """Opens the balances from another screen."""
    return BalancePress(
        action=Action.LOOK, register_id=register_id, hide_empty=hide_empty, since=since
    )
