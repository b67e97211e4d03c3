"""Which moments stand at the axis of time, in a zone and a language; pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time

MOST_TICKS = 14
SPACE_BETWEEN = 30
SPACE_AT_EDGE = 14

Labelling = Callable[[datetime, Locale], str]


@dataclass(frozen=True, slots=True)
class TimeScale:
    """The period between two places of the picture."""

    since: datetime
    until: datetime
    left: int
    right: int

    @property
    def span(self) -> timedelta:
        return max(self.until - self.since, timedelta(seconds=1))

    @property
    def pixel(self) -> timedelta:
        """The time of one pixel."""
        return self.span / (self.right - self.left)

    def x(self, at: datetime) -> int:
        """The place of a moment, which may lie outside of the period."""
        return self.left + round((at - self.since) / self.span * (self.right - self.left))


class TimeTick(NamedTuple):
    """A line at `x`, and below its middle a text, empty where there is no room at the edge."""

    x: int
    text: str


class Step(NamedTuple):
    """About `length` from tick to tick; `moments` are local and may not exist on that day."""

    length: timedelta
    moments: Callable[[date, date], Iterator[datetime]]
    label: Labelling


def time_ticks(
    scale: TimeScale,
    timezone: tzinfo,
    locale: Locale,
    text_width: Callable[[str], float],
    picture_width: int,
) -> list[TimeTick]:
    """The ticks of the shortest step whose labels have room beside each other."""
    ticks: list[TimeTick] = []
    for step in STEPS:
        if scale.until - scale.since > step.length * MOST_TICKS:
            continue
        placed = [
            TimeTick(scale.x(at), step.label(local, locale))
            for local, at in _within(scale, step, timezone)
        ]
        ticks = [_at_edge(tick, text_width(tick.text), picture_width) for tick in placed]
        if _have_room(ticks, text_width):
            return ticks
    return ticks[:1]


def _within(scale: TimeScale, step: Step, timezone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    """The local times of a step's ticks with their moments in UTC."""
    first, last = (each.astimezone(timezone).date() for each in (scale.since, scale.until))
    for local in step.moments(first, last):
        at = local.replace(tzinfo=timezone).astimezone(UTC)
        skipped = at.astimezone(timezone).replace(tzinfo=None) != local
        if scale.since <= at <= scale.until and not (skipped and local.time() != time.min):
            yield local, at


def _at_edge(tick: TimeTick, width: float, picture_width: int) -> TimeTick:
    needed = width / 2 + SPACE_AT_EDGE
    inside = needed <= tick.x <= picture_width - needed
    return tick if inside else tick._replace(text="")


def _have_room(ticks: list[TimeTick], text_width: Callable[[str], float]) -> bool:
    labelled = [tick for tick in ticks if tick.text]
    return all(
        right.x - left.x >= (text_width(left.text) + text_width(right.text)) / 2 + SPACE_BETWEEN
        for left, right in pairwise(labelled)
    )


def _minutes(every: int) -> Step:
    def moments(first: date, last: date) -> Iterator[datetime]:
        for day in _every_day(first, last):
            for minute in range(0, 24 * 60, every):
                yield datetime.combine(day, time(minute // 60, minute % 60))

    return Step(timedelta(minutes=every), moments, _hour_or_day)


def _days(every: int) -> Step:
    def moments(first: date, last: date) -> Iterator[datetime]:
        for day in _every_day(first, last):
            if day.toordinal() % every == 1 % every:  # every seventh is a Monday
                yield datetime.combine(day, time.min)

    return Step(timedelta(days=every), moments, _day)


def _months(every: int) -> Step:
    def moments(first: date, last: date) -> Iterator[datetime]:
        for number in range(first.year * 12, (last.year + 1) * 12, every):
            yield datetime(number // 12, number % 12 + 1, 1)  # noqa: DTZ001 - local, see Step

    return Step(timedelta(days=28 * every), moments, _month_or_year)


def _every_day(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


def _hour_or_day(local: datetime, locale: Locale) -> str:
    midnight = local.time() == time.min
    return _day(local, locale) if midnight else format_time(local, "short", locale=locale)


def _day(local: datetime, locale: Locale) -> str:
    return format_skeleton("MMMd", local, locale=locale)


def _month_or_year(local: datetime, locale: Locale) -> str:
    return format_date(local, "y" if local.month == 1 else "LLL", locale=locale)


STEPS = (
    *(_minutes(every) for every in (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)),
    *(_days(every) for every in (1, 2, 3, 5, 7, 14, 21)),
    *(_months(every) for every in (1, 2, 3, 6, 12, 24, 60, 120, 600)),
)
