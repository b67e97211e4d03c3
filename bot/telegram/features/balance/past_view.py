"""The screen of the balances as they stood at a moment of the past; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.changes import PastReading
from bot.domain.readings import RegisterOutcome
from bot.domain.registers import Register
from bot.presentation.moments import BadMoment, Mistake, day_in_full, in_full
from bot.telegram.features.balance.callbacks import balance_press
from bot.telegram.features.balance.past_callbacks import PastPress
from bot.telegram.features.balance.section import section
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard, page_row
from bot.telegram.ui.pager import Section, paginate
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

EXAMPLES = ("/balance 01.11", "/balance 2026-11-01 14:00", "/balance yesterday")


@dataclass(frozen=True, slots=True)
class PastBalances:
    """A register and what is known of it at the moment.

    `known` None: nothing was known yet; `began`: when its record begins, None: it has none.
    """

    register: Register
    known: PastReading | None
    began: datetime | None = None


def past_screen(found: Sequence[PastBalances], here: PastPress, t: Localization) -> Screen:
    """The screen that `here` leads to; a page that is not there any more becomes the last one."""
    sections = [_section(each, here, t) for each in found]
    pages = paginate(sections, above=_head(here, t))
    if not pages:
        return Screen(t.gettext("No registers yet."))
    page = min(here.page, len(pages) - 1)
    here = here.model_copy(update={"page": page, "toggles": False})
    return Screen(pages[page], _keyboard(here, len(pages), _count_empties(found), t))


def bad_moment(bad: BadMoment, t: Localization) -> Screen:
    """What is wrong with it, and how to write it."""
    if bad.at:
        when = in_full(bad.at, t.timezone, t.locale)
        text = t.gettext("{moment} is in the future.").format(moment=when)
        return Screen(escape(text))
    no_such = bad.mistake is Mistake.NO_SUCH_DATE
    text = (
        t.gettext("There's no such date or time.")
        if no_such
        else t.gettext("I can't read this date or time.")
    )
    examples = [f"<code>{each}</code>" for each in EXAMPLES]
    return Screen("\n".join([text, "", t.gettext("Write it like this:"), *examples]))


def _head(here: PastPress, t: Localization) -> str:
    head = f"📅 <b>{escape(in_full(here.moment, t.timezone, t.locale))}</b>"
    if not here.day_month:
        return head
    day = day_in_full(here.moment, t.timezone, t.locale)
    read = t.gettext("Read as day.month: {day}").format(day=day)
    return f"{head}\n{escape(read)}"


def _section(each: PastBalances, here: PastPress, t: Localization) -> Section:
    if each.known is None:
        name = f"💎 <b>{escape(each.register.name)}</b>"
        return Section([name, escape(_nothing_known(each.began, t))], [], [])
    then = RegisterOutcome(each.register, each.known.reading)
    usual = section(then, {}, here.hide_empty, t)
    foot = [] if each.known.is_known else [escape(_not_known(each.known, t))]
    return Section(usual.head, usual.rows, foot)


def _nothing_known(began: datetime | None, t: Localization) -> str:
    if began is None:
        return t.gettext("No history yet.")
    when = in_full(began, t.timezone, t.locale)
    return t.gettext("History begins {moment}.").format(moment=when)


def _not_known(known: PastReading, t: Localization) -> str:
    then, last = known.moment.astimezone(t.timezone), known.reading.as_of.astimezone(t.timezone)
    words = t.gettext("⚠️ Not known at {moment}; last known {last}")
    if then.date() == last.date():
        return words.format(moment=_clock(then), last=_clock(last))
    return words.format(moment=_clock(then), last=in_full(last, t.timezone, t.locale))


def _clock(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _count_empties(found: Sequence[PastBalances]) -> int:
    return sum(b.is_empty for each in found if each.known for b in each.known.reading.balances)


def _keyboard(here: PastPress, pages: int, empties: int, t: Localization) -> InlineKeyboardMarkup:
    paging = page_row(here.page, pages, lambda page: here.model_copy(update={"page": page}))
    today = balance_press(here.hide_empty, here.register_id)
    now = button("💰 " + t.gettext("Balances now"), today)
    return keyboard([[_empties_button(here, empties, t)] if empties else [], paging, [now]])


def _empties_button(here: PastPress, empties: int, t: Localization) -> InlineKeyboardButton:
    if here.hide_empty:
        label = "👁 " + t.gettext("Show empty ({count})").format(count=empties)
    else:
        label = "🙈 " + t.gettext("Hide empty")
    toggled = {"toggles": True, "hide_empty": not here.hide_empty, "page": 0}
    return button(label, here.model_copy(update=toggled))
