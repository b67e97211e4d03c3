"""The buttons below a chart or a list of changes; pure."""

from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.features.history.callbacks import Action, HistoryPress, Period, View
from bot.telegram.ui.keyboards import Row, button, in_pairs, keyboard, paging_row
from bot.telegram.ui.navigation import balance_button
from bot.translations import Localization

CHOSEN = "✓ "


@dataclass(frozen=True, slots=True)
class Ways:
    """Where else one can go: `choices`: to another balance or register; `balance`: back to."""

    choices: bool
    balance: CallbackData


def to(here: HistoryPress, **changed: object) -> HistoryPress:
    """The press that only shows; what is not named stays as it is `here`, from page 0 on."""
    return here.model_copy(update={"action": Action.LOOK, "page": 0, **changed})


def chart_keyboard(here: HistoryPress, ways: Ways, t: Localization) -> InlineKeyboardMarkup:
    periods = [_period(here, period, t) for period in Period]
    view = button("📋 " + t.gettext("List"), to(here, view=View.LIST))
    balance = balance_button(ways.balance, t)
    others = [view, _refresh(here, t), *_choose(here, ways, t), _theme(here, t), balance]
    return keyboard([periods, *in_pairs(others)])


def list_keyboard(
    here: HistoryPress, label: str, has_older: bool, ways: Ways, t: Localization
) -> InlineKeyboardMarkup:
    """`label`: of the balance that the chart is about."""
    before = to(here, page=here.page - 1) if here.page else None
    after = to(here, page=here.page + 1) if has_older else None
    paging = paging_row(str(here.page + 1), to(here, page=here.page), before, after)
    view = button("📈 " + t.gettext("Chart"), to(here, view=View.CHART))
    which = [_which(here, label, t)] if ways.choices else []
    balance = balance_button(ways.balance, t)
    others = [view, _refresh(here, t), *_choose(here, ways, t), balance]
    return keyboard([paging, which, *in_pairs(others)])


def _which(here: HistoryPress, label: str, t: Localization) -> InlineKeyboardButton:
    """The changes of everything, or again of the one balance."""
    if here.view is View.LIST_ALL:
        words = t.gettext("Only {balance}").format(balance=label)
        return button(words, to(here, view=View.LIST))
    return button(t.gettext("All balances"), to(here, view=View.LIST_ALL))


def _period(here: HistoryPress, period: Period, t: Localization) -> InlineKeyboardButton:
    labels = {
        Period.DAY: t.gettext("24 h"),
        Period.WEEK: t.gettext("7 d"),
        Period.MONTH: t.gettext("30 d"),
        Period.ALL: t.gettext("Max"),
    }
    mark = CHOSEN if period is here.period else ""
    return button(mark + labels[period], to(here, period=period))


def _theme(here: HistoryPress, t: Localization) -> InlineKeyboardButton:
    label = "☀️ " + t.gettext("Light") if here.dark else "🌙 " + t.gettext("Dark")
    return button(label, to(here, action=Action.THEME, dark=not here.dark))


def _refresh(here: HistoryPress, t: Localization) -> InlineKeyboardButton:
    press = to(here, action=Action.REFRESH, page=here.page)
    return button("🔄 " + t.gettext("Refresh"), press)


def _choose(here: HistoryPress, ways: Ways, t: Localization) -> Row:
    if not ways.choices:
        return []
    return [button("🔎 " + t.gettext("Choose a balance"), to(here, view=View.SUBJECTS))]
