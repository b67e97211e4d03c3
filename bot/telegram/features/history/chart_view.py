"""What stands below a chart: from when to when, what was reached, what is not known; pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram.filters.callback_data import CallbackData

from bot.domain.amounts import difference
from bot.domain.changes import Gap
from bot.domain.registers import Register
from bot.exports.chart import ChartData, Point, extremes
from bot.presentation.amounts import readable, signed
from bot.presentation.columns import aligned
from bot.presentation.time_zones import abbreviation
from bot.services.balance_series import Series
from bot.telegram.features.history.subjects import Subject, subject_label
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import keyboard
from bot.telegram.ui.local_time import local_period, local_span, local_time
from bot.telegram.ui.navigation import balance_button
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

MAX_GAPS = 3
"""That are named, the longest."""

MAX_NAME_LENGTH = 40
"""Of a register and of a balance, so that every amount has room."""


def chart_data(register: Register, subject: Subject, series: Series) -> ChartData:
    return ChartData(
        title=f"{register.name} · {subject.label}",
        points=series.points,
        gaps=series.unknown(),
        since=series.since,
        until=series.until,
        accuracy=subject.accuracy,
        currency=subject.currency,
    )


def head(register: Register, label: str) -> str:
    return f"📈 <b>{escape(shortened(register.name))}</b> · {escape(shortened(label))}"


def chart_text(register: Register, subject: Subject, series: Series, t: Localization) -> str:
    """The caption, as HTML."""
    now = series.until
    period = f"{local_period(series.since, now, t)} {abbreviation(now, t.timezone)}"
    reached = extremes(chart_data(register, subject, series))
    rows = (
        _amounts(reached, subject.accuracy, now, t)
        if reached
        else [t.gettext("Nothing is known about this time.")]
    )
    below = [*_gaps(series, t), *_beginning(series, t)]
    return "\n".join(
        [
            head(register, subject_label(subject, t)),
            escape(period),
            "",
            *rows,
            *([""] if below else []),
            *below,
        ]
    )


def no_history_yet(register: Register, balance: CallbackData, t: Localization) -> Screen:
    """`balance`: the press that leads to the register's balances."""
    text = f"📈 <b>{escape(register.name)}</b>\n" + t.gettext("No history yet.")
    return Screen(text, keyboard([[balance_button(balance, t)]]))


def history_begins(began: datetime, t: Localization, now: datetime | None = None) -> str:
    words = t.gettext("History begins {time}")
    return escape(words.format(time=local_time(began, t, now)))


def _amounts(
    reached: tuple[Point, Point, Point, Point], accuracy: int, now: datetime, t: Localization
) -> Sequence[str]:
    first, last, lowest, highest = reached
    if lowest.amount == highest.amount:
        return [f"<code>{readable(last.amount, accuracy)}</code> " + t.gettext("no change")]
    change = signed(difference(last.amount, first.amount), accuracy)
    said = [
        (t.gettext("first, {time}"), first),
        (t.gettext("last, {time}"), last),
        (t.gettext("lowest, {time}"), lowest),
        (t.gettext("highest, {time}"), highest),
    ]
    cells = aligned([*(readable(point.amount, accuracy) for _, point in said), change])
    words = [each.format(time=local_time(point.at, t, now)) for each, point in said]
    words.append(t.gettext("change"))
    return [
        f"<code>{cell.rstrip(' ')}</code> {escape(each)}"
        for cell, each in zip(cells, words, strict=True)
    ]


def _gaps(series: Series, t: Localization) -> Sequence[str]:
    if not series.gap_count:
        return []
    longest = sorted(series.gaps, key=lambda gap: _length(gap, series), reverse=True)[:MAX_GAPS]
    longest.sort(key=lambda gap: gap.began)
    times = "; ".join(_gap(gap, series, t) for gap in longest)
    lines = [t.gettext("Not known {times}").format(times=escape(times))]
    if more := series.gap_count - len(longest):
        lines[0] += " " + t.gettext("and {count} more").format(count=more)
    return lines


def _gap(gap: Gap, series: Series, t: Localization) -> str:
    began = max(gap.began, series.since)
    if gap.ended is None:
        return t.gettext("since {time}").format(time=local_time(began, t, series.until))
    return local_span(began, gap.ended, t, series.until)


def _length(gap: Gap, series: Series) -> timedelta:
    return (gap.ended or series.until) - max(gap.began, series.since)


def _beginning(series: Series, t: Localization) -> Sequence[str]:
    inside = series.began >= series.since
    return [history_begins(series.began, t, series.until)] if inside else []


def shortened(name: str) -> str:
    """So that the amounts have room."""
    return name if len(name) <= MAX_NAME_LENGTH else name[: MAX_NAME_LENGTH - 1] + "…"
