"""The buttons below the screens of /total; pure."""

from collections.abc import Sequence

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.totals import Total
from bot.presentation.amounts import exact
from bot.telegram.features.balance.callbacks import balance_press
from bot.telegram.features.total.callbacks import TotalAction, TotalPress, currency_id
from bot.telegram.ui.keyboards import button, in_rows, keyboard, page_row
from bot.telegram.ui.navigation import back_button, balance_button
from bot.translations import Localization


def sums_keyboard(
    here: TotalPress, pages: int, sums: Sequence[Total], empties: int, t: Localization
) -> InlineKeyboardMarkup:
    """A button for each sum on the page; `empties`: how many there are in all, shown or not."""
    first = [_refresh_button(here, t)]
    if empties:
        first.append(_empties_button(here, empties, t))
    names = [
        button(each.currency, look(here, currency=currency_id(each.currency))) for each in sums
    ]
    paging = page_row(here.page, pages, lambda page: look(here, page=page))
    balances = balance_button(balance_press(here.hide_empty, here.register_id, here.since), t)
    return keyboard([first, *in_rows(names), paging, [balances]])


def parts_keyboard(
    here: TotalPress, pages: int, shown: Total, back: TotalPress, t: Localization
) -> InlineKeyboardMarkup:
    """`back`: the sums again."""
    copied = CopyTextButton(text=exact(shown.amount, shown.accuracy))
    copy = InlineKeyboardButton(text="📄 " + t.gettext("Copy"), copy_text=copied)
    paging = page_row(here.page, pages, lambda page: look(here, page=page, currency=here.currency))
    return keyboard([[_refresh_button(here, t)], [copy], paging, [back_button(back, t)]])


def look(here: TotalPress, *, page: int = 0, currency: str = "") -> TotalPress:
    """The press that only shows; the registers and the choice about empties stay as `here`."""
    return TotalPress(
        action=TotalAction.LOOK,
        register_id=here.register_id,
        hide_empty=here.hide_empty,
        page=page,
        currency=currency,
        since=here.since,
    )


def _refresh_button(here: TotalPress, t: Localization) -> InlineKeyboardButton:
    refresh = here.model_copy(update={"action": TotalAction.REFRESH})
    return button("🔄 " + t.gettext("Refresh"), refresh)


def _empties_button(here: TotalPress, empties: int, t: Localization) -> InlineKeyboardButton:
    if here.hide_empty:
        label = "👁 " + t.gettext("Show empty ({count})").format(count=empties)
    else:
        label = "🙈 " + t.gettext("Hide empty")
    toggled = {"action": TotalAction.TOGGLE, "hide_empty": not here.hide_empty}
    return button(label, look(here).model_copy(update=toggled))
