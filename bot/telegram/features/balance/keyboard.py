"""The buttons below a balance screen; pure."""

from dataclasses import dataclass
from functools import lru_cache

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.registers import Register
from bot.telegram.features.balance.callbacks import Action, BalancePress, PickPress
from bot.telegram.features.history.callbacks import history_press
from bot.telegram.features.total.callbacks import total_press
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.keyboards import button, in_rows, keyboard, page_row
from bot.telegram.ui.navigation import history_button, total_button
from bot.translations import Localization


@dataclass(frozen=True, slots=True)
class Offers:
    """What the buttons can lead to.

    `pages`: of the text; `empties`: how many balances are empty; `copies`: there are amounts to
    copy; `totals`: there is something to add up; `history`: id of the register, if only one is
    shown; `changes`: some are shown; `all_registers`: there is more to see under «All»; `others`:
    registers to look at alone, None if they are too many for buttons here; `failed`: ids of those
    known to have failed.
    """

    pages: int
    empties: int
    copies: bool
    changes: bool
    totals: bool
    history: int | None
    all_registers: bool
    others: tuple[Register, ...] | None
    failed: frozenset[int]


@lru_cache(maxsize=256)
def balance_keyboard(here: BalancePress, offers: Offers, t: Localization) -> InlineKeyboardMarkup:
    """The buttons below a balance screen; the same ones stand below the next one nearly always."""
    refresh = here.model_copy(update={"action": Action.REFRESH})
    first = [button("🔄 " + t.gettext("Refresh"), refresh)]
    if offers.empties:
        first.append(_empties_button(here, offers.empties, t))
    second = []
    if offers.copies:
        second.append(button("📄 " + t.gettext("Copy"), look(here, page=here.page, copies=1)))
    if offers.totals:
        second.append(total_button(total_press(here.hide_empty, here.register_id, here.since), t))
    if offers.history:
        second.append(history_button(history_press(offers.history), t))
    hide = here.model_copy(update={"action": Action.HIDE_CHANGES, "since": ""})
    third = [button("± " + t.gettext("Hide changes"), hide)] if offers.changes else []
    paging = page_row(here.page, offers.pages, lambda page: look(here, page=page))
    return keyboard([first, second, third, paging, *in_rows(_names(here, offers, t))])


def all_button(here: BalancePress, t: Localization) -> InlineKeyboardButton:
    return button("📋 " + t.gettext("All"), look(here, register_id=ALL_REGISTERS))


def look(
    here: BalancePress, *, register_id: int | None = None, page: int = 0, copies: int = 0
) -> BalancePress:
    """The press that only shows; what it does not name stays as it is `here`, from page 0 on."""
    return BalancePress(
        action=Action.LOOK,
        register_id=here.register_id if register_id is None else register_id,
        hide_empty=here.hide_empty,
        page=page,
        copies=copies,
        since=here.since,
    )


def _names(here: BalancePress, offers: Offers, t: Localization) -> list[InlineKeyboardButton]:
    names = [_name(each, here, offers) for each in offers.others or ()]
    if offers.all_registers:
        names.insert(0, all_button(here, t))
    if offers.others is None:
        names.append(button("🔎 " + t.gettext("Choose a register"), PickPress.from_screen(here)))
    return names


def _name(register: Register, here: BalancePress, offers: Offers) -> InlineKeyboardButton:
    mark = "⚠️ " if register.id in offers.failed else ""
    return button(mark + register.name, look(here, register_id=register.id))


def _empties_button(here: BalancePress, empties: int, t: Localization) -> InlineKeyboardButton:
    if here.hide_empty:
        label = "👁 " + t.gettext("Show empty ({count})").format(count=empties)
    else:
        label = "🙈 " + t.gettext("Hide empty")
    toggled = {"action": Action.TOGGLE, "hide_empty": not here.hide_empty}
    return button(label, look(here).model_copy(update=toggled))
