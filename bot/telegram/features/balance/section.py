"""The lines about one register on the screen of /balance; pure."""

from collections.abc import Collection, Mapping, Sequence

from bot.domain.changes import Change
from bot.domain.readings import Balance, Reading, RegisterOutcome
from bot.presentation.amounts import readable, signed
from bot.presentation.columns import aligned
from bot.presentation.labels import label_of, labels
from bot.presentation.problems import describe
from bot.telegram.ui.html import escape
from bot.telegram.ui.pager import Section
from bot.telegram.ui.relative_time import relative_time
from bot.translations import Localization

_Line = tuple[str, str]
"""An amount, and what stands beside it as HTML."""


def section(
    each: RegisterOutcome, changes: Mapping[str, Change], hide_empty: bool, t: Localization
) -> Section:
    """`changes`: by key, what to say below a row; such a row is not hidden."""
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
    rows = _rows(reading, changes, hide_empty, t)
    return Section(head, rows, [f"🕒 {relative_time(reading.as_of, t)}"])


def labelled(
    reading: Reading, hide_empty: bool, changed: Collection[str] = ()
) -> Sequence[tuple[Balance, str]]:
    """The balances that are shown, with what stands beside their amounts; `changed`: always."""
    pairs = zip(reading.balances, labels(reading.balances), strict=True)
    return [(b, label) for b, label in pairs if not (hide_empty and b.is_empty) or b.key in changed]


def _rows(
    reading: Reading, changes: Mapping[str, Change], hide_empty: bool, t: Localization
) -> list[str]:
    """A row is an amount with its label, and in a line below it what it has changed by."""
    shown = labelled(reading, hide_empty, changes)
    listed = {balance.key for balance in reading.balances}
    rows = [_row(balance, label, changes.get(balance.key), t) for balance, label in shown]
    rows += [[_gone(change, t)] for key, change in changes.items() if key not in listed]
    if not rows:
        return [_why_no_rows(len(reading.balances), t)]
    cells = iter(aligned([amount for row in rows for amount, _ in row]))
    return ["\n".join(_cell(next(cells)) + beside for _, beside in row) for row in rows]


def _row(balance: Balance, label: str, change: Change | None, t: Localization) -> list[_Line]:
    lines = [(readable(balance.amount, balance.accuracy), " " + escape(label))]
    if change:
        new = " " + t.gettext("new") if change.before is None else ""
        lines.append((signed(change.difference, change.accuracy), new))
    return lines


def _gone(change: Change, t: Localization) -> _Line:
    words = t.gettext("{balance}, no longer listed")
    label = escape(label_of(change.name, change.currency))
    return signed(change.difference, change.accuracy), " " + words.format(balance=label)


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
