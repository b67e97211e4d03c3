"""A moment that was typed means one moment of the past, or says why it is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import example, given
from hypothesis import strategies as st

from bot.presentation.moments import BadMoment, Mistake, ParsedMoment, in_full, parse_moment

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 12, 30, 15, 250_000, tzinfo=UTC)  # 15:30:15 in Moscow
ENGLISH, RUSSIAN = Locale("en"), Locale("ru")


def parsed_as(text, now=NOW, timezone=MOSCOW) -> ParsedMoment:
    parsed = parse_moment(text, now, timezone)
    assert isinstance(parsed, ParsedMoment), (text, parsed)
    return parsed


def meant(text, now=NOW, timezone=MOSCOW):
    """The local time that the text means."""
    return f"{parsed_as(text, now, timezone).at.astimezone(timezone):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("01.11", "2026-11-01 23:59:59"),
        ("1.11.", "2026-11-01 23:59:59"),
        ("1.11.2026", "2026-11-01 23:59:59"),
        ("01.11.25", "2025-11-01 23:59:59"),
        ("26.11", "2025-11-26 23:59:59"),
        ("31.12", "2025-12-31 23:59:59"),
        ("29.02", "2024-02-29 23:59:59"),
        ("2026-11-01", "2026-11-01 23:59:59"),
        ("2026-11-01 14:00", "2026-11-01 14:00:00"),
        ("2026-11-01T14:00:05", "2026-11-01 14:00:05"),
        ("01.11 14:00", "2026-11-01 14:00:00"),
        ("14:00 01.11", "2026-11-01 14:00:00"),
        ("01.11, 9:05", "2026-11-01 09:05:00"),
        ("14:02", "2026-11-25 14:02:00"),
        ("today 14:02", "2026-11-25 14:02:00"),
        ("сегодня 00:00", "2026-11-25 00:00:00"),
        ("yesterday", "2026-11-24 23:59:59"),
        ("Yesterday at 14:00", "2026-11-24 14:00:00"),
        ("вчера 14:00", "2026-11-24 14:00:00"),
        ("Вчера в 14:00", "2026-11-24 14:00:00"),
        ("позавчера", "2026-11-23 23:59:59"),
        ("2h", "2026-11-25 13:30:15"),
        ("3d", "2026-11-22 15:30:15"),
        ("30 м", "2026-11-25 15:00:15"),
        ("1w", "2026-11-18 15:30:15"),
    ],
)
def test_what_people_type_means_this_moment(text, local):
    assert meant(text) == local


@pytest.mark.parametrize("text", ["today", "сегодня", "25.11", "2026-11-25"])
def test_today_without_a_time_is_now(text):
    assert parse_moment(text, NOW, MOSCOW) == ParsedMoment(NOW, is_now=True)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("31.02", Mistake.NO_SUCH_DATE),
        ("32.01", Mistake.NO_SUCH_DATE),
        ("29.02.2025", Mistake.NO_SUCH_DATE),
        ("2026-13-01", Mistake.NO_SUCH_DATE),
        ("25:00", Mistake.NO_SUCH_DATE),
        ("01.11 14:60", Mistake.NO_SUCH_DATE),
        ("0001-01-01", Mistake.NO_SUCH_DATE),
        ("99999w", Mistake.NO_SUCH_DATE),
        ("15:31", Mistake.FUTURE),
        ("25.11 16:00", Mistake.FUTURE),
        ("26.11.2026", Mistake.FUTURE),
        ("9999-12-31", Mistake.FUTURE),
        ("01/11", Mistake.UNREADABLE),
        ("01.11 01.12", Mistake.UNREADABLE),
        ("14:00 15:00", Mistake.UNREADABLE),
        ("01.11 noon", Mistake.UNREADABLE),
        ("yesterday evening", Mistake.UNREADABLE),
        ("01.11.20261", Mistake.UNREADABLE),
    ],
)
def test_a_date_that_is_none_says_why(text, mistake):
    bad = parse_moment(text, NOW, MOSCOW)
    assert isinstance(bad, BadMoment)
    assert bad.mistake is mistake
    assert (bad.at is not None) == (mistake is Mistake.FUTURE)


@pytest.mark.parametrize("text", ["", " ", "Shop", "nothing", "1 shop", "shop 01.11", "at", "11"])
def test_what_does_not_look_like_a_date_is_none(text):
    assert parse_moment(text, NOW, MOSCOW) is None


@pytest.mark.parametrize(
    ("text", "is_ambiguous"),
    [
        ("01.02", True),
        ("01.11.2026", True),
        ("02.02", False),
        ("13.02", False),
        ("2026-02-01", False),
        ("yesterday", False),
    ],
)
def test_a_date_that_could_be_read_as_month_and_day_is_marked(text, is_ambiguous):
    assert parsed_as(text).read_as_day_month is is_ambiguous


def test_a_day_is_that_of_the_chat():
    midnight = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)  # half past midnight in Moscow
    assert meant("yesterday", midnight) == "2026-11-24 23:59:59"
    assert meant("yesterday", midnight, UTC) == "2026-11-23 23:59:59"


def test_a_time_that_clocks_skip_is_an_hour_later_and_of_two_it_is_the_first():
    assert meant("29.03.2026 02:30", timezone=BERLIN) == "2026-03-29 03:30:00"
    twice = parsed_as("25.10.2026 02:30", NOW, BERLIN)
    assert twice.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert in_full(twice.at, BERLIN, ENGLISH) == "25 October 2026, 02:30 CEST"


PIECES = st.sampled_from(
    [
        "01.11",
        "31.12",
        "1.1.1970",
        "9999-12-31",
        "2026-11-01",
        "14:00",
        "00:00",
        "23:59:59",
        "yesterday",
        "вчера",
        "today",
        "5h",
        "99999",
        "н",
        "at",
        "в",
        ",",
        ".",
        ":",
        "-",
        "Shop",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=4).map(" ".join),
    st.text("0123456789.:-/ tвhд", max_size=18),
    st.text(max_size=12),
)
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Moscow",
        "Europe/Berlin",
        "Pacific/Kiritimati",
        "Etc/GMT+12",
        "Asia/Kolkata",
        "America/New_York",
        "Pacific/Apia",
        "Australia/Lord_Howe",
    ]
).map(ZoneInfo)
MOMENTS = st.integers(946_684_800, 4_102_444_799).map(lambda s: datetime.fromtimestamp(s, UTC))
"""Of this century."""


@given(TEXTS, MOMENTS, ZONES)
@example("01.01.1970 00:00", NOW, ZoneInfo("Pacific/Kiritimati"))
@example("²:³¹", NOW, ZoneInfo("UTC"))
def test_whatever_is_typed_is_a_moment_of_the_past_or_a_mistake(text, now, timezone):
    parsed = parse_moment(text, now, timezone)
    if isinstance(parsed, ParsedMoment):
        assert datetime(1970, 1, 1, tzinfo=UTC) <= parsed.at <= now
        assert parsed.at.tzinfo is UTC
        assert in_full(parsed.at, timezone, RUSSIAN)
    elif parsed and parsed.at:
        assert parsed.mistake is Mistake.FUTURE
        assert parsed.at > now
        assert in_full(parsed.at, timezone, ENGLISH)


@given(MOMENTS, ZONES, st.integers(1, 10**8))
def test_a_moment_of_the_past_is_understood_as_it_was_written(now, timezone, seconds):
    past = (now - timedelta(seconds=seconds)).replace(microsecond=0)
    local = past.astimezone(timezone)
    for written in (f"{local:%d.%m.%Y %H:%M:%S}", f"{local:%Y-%m-%d %H:%M:%S}"):
        found = parsed_as(written, now, timezone)
        if local.fold == 0:  # else it is the first of the two
            assert found.at == past


@given(MOMENTS, ZONES, st.dates())
def test_a_day_without_a_year_is_the_last_one_that_is_not_in_the_future(now, timezone, day):
    found = parsed_as(f"{day:%d.%m}", now, timezone)
    local = found.at.astimezone(timezone).date()
    assert (local.day, local.month) == (day.day, day.month)
    assert local <= now.astimezone(timezone).date()
    if (day.day, day.month) != (29, 2):
        assert now.astimezone(timezone).date() - local < timedelta(days=366)


@pytest.mark.parametrize(
    ("locale", "zone", "words"),
    [
        (ENGLISH, "Europe/Moscow", "1 November 2026, 14:00 MSK"),
        (RUSSIAN, "Europe/Moscow", "1 ноября 2026, 14:00 MSK"),
        (ENGLISH, "Europe/Samara", "1 November 2026, 15:00 UTC+4"),
        (ENGLISH, "Etc/GMT+3", "1 November 2026, 08:00 UTC−3"),
        (ENGLISH, "UTC", "1 November 2026, 11:00 UTC"),
    ],
)
def test_a_moment_is_written_in_full(locale, zone, words):
    moment = datetime(2026, 11, 1, 11, tzinfo=UTC)
    assert in_full(moment, ZoneInfo(zone), locale) == words
    later = moment.replace(second=7)
    assert ":00:07 " in in_full(later, ZoneInfo(zone), locale)
