"""The lines about one register on the screen of /balance; pure."""

from collections.abc import Sequence

from bot.domain.readings import Balance, Reading, RegisterOutcome
from bot.presentation.amounts import readable
from bot.presentation.columns import aligned
from bot.presentation.problems import describe
from bot.telegram.features.balance.labels import labels
from bot.telegram.ui.html import escape
from bot.telegram.ui.pager import Section
from bot.telegram.ui.relative_time import relative_time
from bot.translations import Localization


def section(each: RegisterOutcome, hide_empty: bool, t: Localization) -> Section:
    mark = "⚠️" if each.problem else "💎"
    head = [f"{mark} <b>{escape(each.register.name)}</b>"]
    reading = each.reading
    if each.problem:
        head.append(escape(describe(each.problem, t)))
        head.append(
            t.gettext("Last known balances:") if reading else t.gettext("No saved balances yet.")
        )
    if reading is None:
        return Section(head, [], [])
    rows = _rows(reading, hide_empty, t)
    return Section(head, rows, [f"🕒 {relative_time(reading.as_of, t)}"])


def labelled(reading: Reading, hide_empty: bool) -> Sequence[tuple[Balance, str]]:
    """The balances that are shown, with what stands beside their amounts."""
    pairs = zip(reading.balances, labels(reading.balances), strict=True)
    return [(b, label) for b, label in pairs if not (hide_empty and b.is_empty)]


def _rows(reading: Reading, hide_empty: bool, t: Localization) -> list[str]:
    shown = labelled(reading, hide_empty)
    if not shown:
        return [_why_no_rows(len(reading.balances), t)]
    cells = aligned([readable(b.amount, b.accuracy) for b, _ in shown])
    return [f"{_cell(cell)} {escape(label)}" for cell, (_, label) in zip(cells, shown, strict=True)]


def _cell(cell: str) -> str:
    """A tap copies a whole entity, so the amount has one of its own, without its padding.

    Nothing is padded behind the amount: there is no room for it on a phone.
    """
    amount = cell.strip(" ")
    padding = cell[: cell.index(amount)]
    return f"<code>{padding}</code><code>{amount}</code>" if padding else f"<code>{amount}</code>"


def _why_no_rows(hidden: int, t: Localization) -> str:
    if not hidden:
        return t.gettext("No balances.")
    text = t.ngettext("The only balance is empty.", "All {count} balances are empty.", hidden)
    return text.format(count=hidden)
