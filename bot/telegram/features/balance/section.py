"""The lines about one register on the screen of /balance; pure."""

from bot.domain.readings import Reading, RegisterOutcome
from bot.presentation.labels import labelled
from bot.presentation.problems import describe
from bot.telegram.ui.amount_rows import amount_rows, why_no_rows
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


def _rows(reading: Reading, hide_empty: bool, t: Localization) -> list[str]:
    shown = labelled(reading, hide_empty)
    if not shown:
        return [why_no_rows(len(reading.balances), t)]
    return amount_rows([(b.amount, b.accuracy, label) for b, label in shown])
