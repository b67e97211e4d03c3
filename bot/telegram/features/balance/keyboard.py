"""The buttons below a balance screen; pure."""

from functools import lru_cache

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.registers import Register
from bot.telegram.features.balance.callbacks import Action, BalancePress, PickPress
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.keyboards import button, in_rows, keyboard, page_row
from bot.translations import Localization


@lru_cache(maxsize=256)
def balance_keyboard(
    here: BalancePress,
    pages: int,
    empties: int,
    others: tuple[Register, ...] | None,
    show_all: bool,
    t: Localization,
) -> InlineKeyboardMarkup:
    """The buttons below a balance screen; the same ones stand below the next one nearly always.

    `others`: registers to look at alone, None if they are too many for buttons here; `show_all`:
    there is more to see under «All».
    """
    first = [button("🔄 " + t.gettext("Refresh"), _to(here, action=Action.REFRESH))]
    if empties:
        first.append(_empties_button(here, empties, t))
    names = [button(r.name, look(here, register_id=r.id)) for r in others or ()]
    if show_all:
        names.insert(0, all_button(here, t))
    if others is None:
        names.append(button("🔎 " + t.gettext("Choose a register"), PickPress.from_screen(here)))
    paging = page_row(here.page, pages, lambda page: look(here, page=page))
    return keyboard([first, paging, *in_rows(names)])


def all_button(here: BalancePress, t: Localization) -> InlineKeyboardButton:
    return button("📋 " + t.gettext("All"), look(here, register_id=ALL_REGISTERS))


def _empties_button(here: BalancePress, empties: int, t: Localization) -> InlineKeyboardButton:
    if here.hide_empty:
        label = "👁 " + t.gettext("Show empty ({count})").format(count=empties)
    else:
        label = "🙈 " + t.gettext("Hide empty")
    press = _to(here, action=Action.TOGGLE, hide_empty=not here.hide_empty, page=0)
    return button(label, press)


def look(here: BalancePress, *, register_id: int | None = None, page: int = 0) -> BalancePress:
    """The press that only shows; what it does not name stays as it is `here`, from page 0 on."""
    shown = here.register_id if register_id is None else register_id
    return _to(here, action=Action.LOOK, register_id=shown, page=page)


def _to(press: BalancePress, **state: object) -> BalancePress:
    return press.model_copy(update=state)
