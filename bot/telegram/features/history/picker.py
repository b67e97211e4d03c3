"""Choosing the balance or the register whose history is shown, page by page; pure."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.domain.registers import Register
from bot.telegram.features.history.callbacks import Action, HistoryPress, View
from bot.telegram.features.history.keyboard import CHOSEN, to
from bot.telegram.features.history.subjects import Subject, subject_label
from bot.telegram.ui import pager
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def pick_subject(
    choices: Sequence[Subject],
    here: HistoryPress,
    t: Localization,
    *,
    other_registers: bool,
    head: str = "",
) -> Screen:
    """Those that hold something first. `head`: what is said above, by default the question."""
    ranked = sorted(choices, key=lambda each: each.is_empty)
    shown = pager.page_of(ranked, here.page, pager.BUTTONS_PER_PAGE)
    buttons = [_subject_button(each, here, t) for each in shown.items]
    ways = [back_button(to(here, view=View.CHART), t)]
    if other_registers:
        choose = "🔎 " + t.gettext("Choose a register")
        ways.append(button(choose, to(here, view=View.REGISTERS)))
    paging = shown.paging(lambda page: to(here, page=page))
    header = [head or t.gettext("Which balance?")]
    return pager.list_screen(header, [], buttons=buttons, paging=paging, rows=[ways])


def no_such_subject(
    choices: Sequence[Subject], register: Register, here: HistoryPress, t: Localization
) -> Screen:
    """Offers those that there are; the name that was asked for is not repeated."""
    words = t.gettext("There's no such balance in {register}. Choose one:")
    head = words.format(register=escape(register.name))
    here = to(here, view=View.SUBJECTS)
    return pick_subject(choices, here, t, other_registers=False, head=head)


def pick_register(
    registers: Sequence[Register], here: HistoryPress, t: Localization, *, unknown: bool = False
) -> Screen:
    """`unknown`: a register was asked for that there is not."""
    if not registers:
        return Screen(t.gettext("No registers yet."))
    head = (
        t.gettext("There's no such register here. Choose one:")
        if unknown
        else t.gettext("Which register?")
    )
    shown = pager.page_of(registers, here.page, pager.BUTTONS_PER_PAGE)
    names = [button(each.name, _of_register(each, here)) for each in shown.items]
    paging = shown.paging(lambda page: to(here, page=page))
    way_back = [] if here.register_id == ALL_REGISTERS else [_back(here, t)]
    return pager.list_screen([head], [], buttons=names, paging=paging, rows=[way_back])


def register_choice() -> HistoryPress:
    """Where nothing is chosen yet."""
    return HistoryPress(action=Action.LOOK, register_id=ALL_REGISTERS, view=View.REGISTERS)


def _subject_button(subject: Subject, here: HistoryPress, t: Localization) -> InlineKeyboardButton:
    label = subject_label(subject, t)
    chosen = (here.subject, here.whole) == (subject.place, subject.whole)
    press = to(here, view=View.CHART, subject=subject.place, whole=subject.whole)
    return button((CHOSEN if chosen else "") + label, press)


def _of_register(register: Register, here: HistoryPress) -> HistoryPress:
    return to(here, view=View.CHART, register_id=register.id, subject=None, whole=False)


def _back(here: HistoryPress, t: Localization) -> InlineKeyboardButton:
    return back_button(to(here, view=View.CHART), t)
