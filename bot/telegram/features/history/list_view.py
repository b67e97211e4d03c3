"""The changes of a register as a list, newest first; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.changes import Change
from bot.domain.registers import Register
from bot.presentation.amounts import readable, signed
from bot.presentation.labels import label_of
from bot.telegram.features.history.chart_view import head, history_begins, shortened
from bot.telegram.ui.html import escape
from bot.telegram.ui.local_time import local_clock, local_day
from bot.telegram.ui.pager import MAX_CAPTION_LENGTH, fit_lines, fits
from bot.translations import Localization


@dataclass(frozen=True, slots=True)
class ChangeList:
    """A page of changes, newest first. `has_older`: there is one behind it.

    `began`: when the record begins.
    """

    changes: Sequence[Change]
    has_older: bool
    began: datetime


def list_text(
    register: Register,
    label: str,
    names: Mapping[str, str],
    found: ChangeList,
    t: Localization,
) -> str:
    """The caption, as HTML. `names`: labels by key, if the list is of several balances."""
    header = [head(register, label), ""]
    end = [] if found.has_older else [history_begins(found.began, t)]
    if not found.changes:
        return "\n".join([*header, t.gettext("No changes yet."), *end])
    for with_balance in (True, False):
        lines = [*_lines(found.changes, names, with_balance, t), *end]
        if fits("\n".join([*header, *lines]), MAX_CAPTION_LENGTH):
            break
    return fit_lines(header, lines, limit=MAX_CAPTION_LENGTH)


def _lines(
    changes: Sequence[Change], names: Mapping[str, str], with_balance: bool, t: Localization
) -> Iterator[str]:
    """The day is said once."""
    day = ""
    for change in changes:
        if (its_day := local_day(change.at, t)) != day:
            day = its_day
            yield f"<b>{escape(day)}</b>"
        when = escape(local_clock(change.at, t))
        what = _what(change, with_balance, t)
        if not names:
            yield f"{when} {what}"
        else:
            label = names.get(change.key) or label_of(change.name, change.currency)
            yield f"{when} {escape(shortened(label))}\n{what}"


def _what(change: Change, with_balance: bool, t: Localization) -> str:
    """By how much, and what it was then; what came, went or is called otherwise says so."""
    if change.before == change.after:
        words = t.gettext("now called {name}")
        return escape(words.format(name=label_of(change.name, change.currency)))
    changed_by = signed(change.difference, change.accuracy) if change.difference else ""
    parts = [f"<code>{changed_by}</code>"] if changed_by else []
    if change.after is None:
        parts.append(t.gettext("no longer listed"))
    elif with_balance and changed_by:
        parts.append("→ " + readable(change.after, change.accuracy))
    if change.before is None:
        parts.append(t.gettext("new"))
    return " ".join(parts)
