"""The lines of the screens of /total; pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.domain.readings import Reading, RegisterOutcome
from bot.domain.totals import Missing, Total, Totals
from bot.presentation.amounts import readable
from bot.presentation.labels import labelled
from bot.presentation.problems import describe
from bot.telegram.ui.amount_rows import amount_rows, why_no_rows
from bot.telegram.ui.html import escape
from bot.telegram.ui.pager import Section
from bot.telegram.ui.register_names import MAX_NAMES
from bot.telegram.ui.relative_time import relative_time
from bot.translations import Localization


def sums_section(shown: Sequence[Total], totals: Totals, title: str, t: Localization) -> Section:
    """A page of the sums, under the same title and with the same time on each."""
    head = [title, *_not_included(totals.missing, t)]
    if totals.as_of is None:
        return Section(head, [], [])
    hidden = sum(len(each.parts) for each in totals.sums)
    rows = _sums(shown) or [why_no_rows(hidden, t)]
    return Section(head, rows, [f"🕒 {relative_time(totals.as_of, t)}"])


def sum_section(shown: Total, missing: Sequence[Missing], t: Localization) -> Section:
    """One sum, the title of what it is made of."""
    amount = readable(shown.amount, shown.accuracy)
    title = f"Σ <code>{amount}</code> <b>{escape(shown.currency)}</b>"
    return Section([title, *_not_included(missing, t)], [], [])


def part_sections(
    shown: Total, outcomes: Iterable[RegisterOutcome], hide_empty: bool, t: Localization
) -> list[Section]:
    """For each register that is in the sum what it adds, with the time of its own reading."""
    hide_empty = hide_empty and not shown.is_empty
    read = [(each.register, each.outcome) for each in outcomes if isinstance(each.outcome, Reading)]
    parts = [
        (register, reading, _parts_of(reading, shown.currency, hide_empty))
        for register, reading in read
    ]
    rows = iter(amount_rows([part for _, _, parts_here in parts for part in parts_here]))
    return [
        Section(
            [f"💎 <b>{escape(register.name)}</b>"],
            [next(rows) for _ in parts_here],
            [f"🕒 {relative_time(reading.as_of, t)}"],
        )
        for register, reading, parts_here in parts
        if parts_here
    ]


def missing_section(each: Missing, t: Localization, currency: str | None = None) -> Section:
    """Why a register is in no sum, and what the sums would be with what was last known of it.

    `currency`: the only one to tell about.
    """
    head = [f"⚠️ <b>{escape(each.register.name)}</b>", escape(describe(each.problem, t))]
    if each.last is None:
        return Section([*head, t.gettext("No saved balances yet.")], [], [])
    rows = _sums([s for s in each.with_it if currency in (None, s.currency)])
    if rows:
        head.append(t.gettext("With its last known balances it would be:"))
    else:
        head.append(t.gettext("Its last known balances would add nothing."))
    return Section(head, rows, [f"🕒 {relative_time(each.last.as_of, t)}"])


def _sums(sums: Sequence[Total]) -> list[str]:
    return amount_rows([(each.amount, each.accuracy, each.currency) for each in sums])


def _parts_of(reading: Reading, currency: str, hide_empty: bool) -> list[tuple[Decimal, int, str]]:
    return [
        (balance.amount, balance.accuracy, label)
        for balance, label in labelled(reading, hide_empty)
        if balance.currency == currency
    ]


def _not_included(missing: Sequence[Missing], t: Localization) -> list[str]:
    """The line below a title that says who is in no sum; nothing if all are."""
    if not missing:
        return []
    names = ", ".join(each.register.name for each in missing[:MAX_NAMES])
    names += ", …" if len(missing) > MAX_NAMES else ""
    return [t.gettext("⚠️ Not included: {names}").format(names=escape(names))]
