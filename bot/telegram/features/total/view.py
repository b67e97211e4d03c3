"""The screens of /total: the sums, and what one of them is made of; pure."""

from collections.abc import Sequence

from bot.domain.readings import RegisterOutcome
from bot.domain.totals import Totals, add_up
from bot.telegram.features.total.callbacks import TotalAction, TotalPress, currency_id
from bot.telegram.features.total.keyboard import look, parts_keyboard, sums_keyboard
from bot.telegram.features.total.sections import (
    missing_section,
    part_sections,
    sum_section,
    sums_section,
)
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import escape
from bot.telegram.ui.pager import BUTTONS_PER_PAGE, page_of, paginate
from bot.telegram.ui.refresh_words import digest, words_after_refresh
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def render(outcomes: Sequence[RegisterOutcome], here: TotalPress, t: Localization) -> Screen:
    """The screen that `here` leads to; all sums if its currency is gone."""
    totals = add_up(outcomes)
    here = here.model_copy(update={"seen": digest(outcomes)})
    place = _place(totals, here)
    if place is not None:
        return _parts_screen(place, totals, outcomes, here, t)
    name = outcomes[0].register.name if here.register_id != ALL_REGISTERS else ""
    return _sums_screen(totals, name, here.model_copy(update={"currency": ""}), t)


def words_after_press(
    outcomes: Sequence[RegisterOutcome], press: TotalPress, t: Localization
) -> str | None:
    """The answer to a press that needs one."""
    if press.action is TotalAction.REFRESH:
        return words_after_refresh(outcomes, press.seen, t)
    if press.currency and _place(add_up(outcomes), press) is None:
        return t.gettext("There is no balance in this currency now.")
    return None


def _place(totals: Totals, here: TotalPress) -> int | None:
    """Of the currency that `here` leads to."""
    ids = (currency_id(each.currency) for each in totals.sums)
    return next((place for place, each in enumerate(ids) if each == here.currency), None)


def _sums_screen(totals: Totals, name: str, here: TotalPress, t: Localization) -> Screen:
    """A page of sums with a button for each; what is missing follows the last ones.

    `name`: of the register, if it is about one.
    """
    title = f"Σ <b>{t.gettext('Total')}</b>" + (f" · <b>{escape(name)}</b>" if name else "")
    shown = [each for each in totals.sums if not (here.hide_empty and each.is_empty)]
    chunks = [page_of(shown, 0, BUTTONS_PER_PAGE)]
    chunks += [page_of(shown, n, BUTTONS_PER_PAGE) for n in range(1, chunks[0].pages)]
    pages = []
    for chunk in chunks:
        is_last = chunk.number + 1 == chunk.pages
        missing = [missing_section(each, t) for each in totals.missing if is_last]
        texts = paginate([sums_section(chunk.items, totals, title, t), *missing])
        pages += [(text, chunk.items) for text in texts]
    page = page_of(pages, here.page, 1)
    ((text, sums),) = page.items
    here = here.model_copy(update={"page": page.number})
    empties = sum(each.is_empty for each in totals.sums)
    return Screen(text, sums_keyboard(here, page.pages, sums, empties, t))


def _parts_screen(
    place: int,
    totals: Totals,
    outcomes: Sequence[RegisterOutcome],
    here: TotalPress,
    t: Localization,
) -> Screen:
    shown = totals.sums[place]
    sections = [
        sum_section(shown, totals.missing, t),
        *part_sections(shown, outcomes, here.hide_empty, t),
        *(missing_section(each, t, shown.currency) for each in totals.missing),
    ]
    page = page_of(paginate(sections), here.page, 1)
    here = here.model_copy(update={"page": page.number})
    # What is hidden comes last, so places are the same with it and without.
    back = look(here, page=place // BUTTONS_PER_PAGE)
    return Screen(page.items[0], parts_keyboard(here, page.pages, shown, back, t))
