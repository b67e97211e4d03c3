"""What the buttons of /total carry."""

from enum import StrEnum
from hashlib import blake2s

from bot.telegram.ui.callbacks import ALL_REGISTERS, BoundedInt, ExtensiblePress, PageNumber


class TotalAction(StrEnum):
    """What a press does besides showing the state that it carries."""

    LOOK = "l"
    """Turn the page, open a currency, go back to all of them."""
    TOGGLE = "t"
    """Show or hide empty totals, and remember it."""
    REFRESH = "r"
    """Ask CrystalPAY again."""
    PICK = "p"
    """Turn the page of registers that are offered instead of one that there is not."""


class TotalPress(ExtensiblePress, prefix="sum", frozen=True):
    """The screen a button of /total leads to. `register_id` 0: all; `page` counts from 0.

    `currency`: the `currency_id` of the one whose parts are shown; empty: all totals.
    `seen`: what «Refresh» compares the new balances with; empty on every other button. `since`:
    kept for the balance screen to go back to.
    """

    action: TotalAction
    register_id: BoundedInt
    hide_empty: bool
    page: PageNumber = 0
    currency: str = ""
    seen: str = ""
    since: str = ""


def total_press(hide_empty: bool, register_id: int = ALL_REGISTERS, since: str = "") -> TotalPress:
    """Opens the totals from another screen; `since`: of the balance screen."""
    return TotalPress(
        action=TotalAction.LOOK, register_id=register_id, hide_empty=hide_empty, since=since
    )


def currency_id(currency: str) -> str:
    """Eight characters for any currency: CrystalPAY's may be long and hold any character."""
    return blake2s(currency.encode(), digest_size=4).hexdigest()
