"""Moments of the past as people type them and as they read them: «01.11», «yesterday 14:00»; pure.

Days are those of the reader's time zone. «01.02» is 1 February in every language.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum, auto

from babel import Locale
from babel.dates import format_date, format_datetime

from bot.presentation.time_zones import abbreviation

_DAYS_AGO = {
    "today": 0,
    "yesterday": 1,
    "сегодня": 0,
    "вчера": 1,
    "позавчера": 2,
}
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "м": timedelta(minutes=1),
    "ч": timedelta(hours=1),
    "д": timedelta(days=1),
    "н": timedelta(weeks=1),
}
_FILLERS = {"at", "on", "в", "на"}
_END_OF_DAY = time(23, 59, 59)
_FIRST_YEAR = 1970
_YEARS_BETWEEN_LEAP_DAYS = 8
"""At most: around 1900 and 2100."""

_DAY_MONTH = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?\.?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_AGO = re.compile(rf"(\d{{1,5}}) ?([{''.join(_UNITS)}])")
_LIKE_A_DATE = re.compile(r"\d{1,4}[.\-/:]\d")


class Mistake(Enum):
    """Why what was typed is no moment of the past."""

    UNREADABLE = auto()
    """It begins like a date or a time."""
    NO_SUCH_DATE = auto()
    """Like 31.02 or 25:00."""
    FUTURE = auto()


@dataclass(frozen=True, slots=True)
class BadMoment:
    """`at`: the moment (UTC) that lies in the future; None for other mistakes."""

    mistake: Mistake
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedMoment:
    """A moment (UTC) that is not in the future.

    `is_now`: today was meant, without a time. `read_as_day_month`: it could have been read as
    month and day too.
    """

    at: datetime
    is_now: bool = False
    read_as_day_month: bool = False


@dataclass(frozen=True, slots=True)
class _Day:
    date: date
    read_as_day_month: bool = False


def parse_moment(text: str, now: datetime, timezone: tzinfo) -> ParsedMoment | BadMoment | None:
    """What was typed, with days and times of `timezone`; None: nothing like a date or a time.

    A date without a time is the last second of that day, today is now; a time without a date is of
    today; without a year it is the last such day that is not in the future. A time that clocks
    skip is an hour later, of one that they show twice it is the first.
    """
    words = re.sub(r"(\d)t(\d)", r"\1 \2", text.casefold()).replace(",", " ").split()
    if not words:
        return None
    try:
        if ago := _AGO.fullmatch(" ".join(words)):
            return _checked(now - int(ago[1]) * _UNITS[ago[2]], now)
        return _parse(words, now, timezone)
    except (ValueError, OverflowError):
        return BadMoment(Mistake.NO_SUCH_DATE)


def in_full(moment: datetime, timezone: tzinfo, locale: Locale) -> str:
    """«1 November 2026, 14:00 MSK», with seconds where there are some."""
    local = moment.astimezone(timezone)
    clock = "HH:mm:ss" if local.second else "HH:mm"
    written = format_datetime(local.replace(tzinfo=None), f"d MMMM y, {clock}", locale=locale)
    return f"{written} {abbreviation(moment, timezone)}"


def day_in_full(moment: datetime, timezone: tzinfo, locale: Locale) -> str:
    """«1 November 2026»."""
    return format_date(moment.astimezone(timezone).date(), "d MMMM y", locale=locale)


def _parse(
    words: Sequence[str], now: datetime, timezone: tzinfo
) -> ParsedMoment | BadMoment | None:
    """Raises ValueError or OverflowError for a date or time that does not exist."""
    today = now.astimezone(timezone).date()
    days: list[_Day] = []
    times: list[time] = []
    for word in words:
        if day := _day(word, today):
            days.append(day)
        elif clock := _TIME.fullmatch(word):
            times.append(time(int(clock[1]), int(clock[2]), int(clock[3] or 0)))
        elif word not in _FILLERS or word == words[0]:
            return BadMoment(Mistake.UNREADABLE) if _is_like_a_date(words[0]) else None
    if len(days) > 1 or len(times) > 1:
        return BadMoment(Mistake.UNREADABLE)
    day = days[0] if days else _Day(today)
    return _moment(day, times[0] if times else None, now, timezone)


def _moment(
    day: _Day, clock: time | None, now: datetime, timezone: tzinfo
) -> ParsedMoment | BadMoment:
    if clock is None and day.date == now.astimezone(timezone).date():
        return ParsedMoment(now, is_now=True)
    local = datetime.combine(day.date, clock or _END_OF_DAY, timezone)
    return _checked(local.astimezone(UTC), now, day.read_as_day_month)


def _checked(
    at: datetime, now: datetime, read_as_day_month: bool = False
) -> ParsedMoment | BadMoment:
    if at > now:
        return BadMoment(Mistake.FUTURE, at)
    if at.year < _FIRST_YEAR:
        return BadMoment(Mistake.NO_SUCH_DATE)
    return ParsedMoment(at.replace(microsecond=0), read_as_day_month=read_as_day_month)


def _day(word: str, today: date) -> _Day | None:
    """Raises ValueError for one that does not exist."""
    if word in _DAYS_AGO:
        return _Day(today - timedelta(days=_DAYS_AGO[word]))
    if iso := _ISO_DATE.fullmatch(word):
        return _Day(date(int(iso[1]), int(iso[2]), int(iso[3])))
    if typed := _DAY_MONTH.fullmatch(word):
        day, month = int(typed[1]), int(typed[2])
        is_ambiguous = day <= 12 and day != month
        return _Day(_with_year(day, month, typed[3], today), is_ambiguous)
    return None


def _with_year(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = range(today.year, today.year - _YEARS_BETWEEN_LEAP_DAYS - 1, -1)
    for each in years:
        if _exists(each, month, day) and date(each, month, day) <= today:
            return date(each, month, day)
    raise ValueError(f"no year has {day}.{month}")


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_like_a_date(word: str) -> bool:
    return word in _DAYS_AGO or bool(_LIKE_A_DATE.match(word))
