"""What stands at a chart's axes and above it: exact amounts, times in a zone, letters it has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amounts import MAX_AMOUNT_DIGITS
from bot.exports.chart.amount_axis import amount_axis
from bot.exports.chart.fonts import HAS, REGULAR, SEMIBOLD, drawable, font, shortened, wrapped
from bot.exports.chart.picture import LABEL_SIZE, MARGIN, WIDTH
from bot.exports.chart.time_axis import SPACE_AT_EDGE, SPACE_BETWEEN, TimeScale, time_ticks
from bot.presentation.amounts import MINUS, NARROW_NO_BREAK_SPACE

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MOSCOW = ZoneInfo("Europe/Moscow")
ENGLISH, RUSSIAN = Locale("en"), Locale("ru")


def hours(count):
    return timedelta(hours=count)


# The axis of amounts


@st.composite
def any_amounts(draw):
    """Of any magnitude that an amount may have."""
    digits = draw(st.integers(-(10**MAX_AMOUNT_DIGITS) + 1, 10**MAX_AMOUNT_DIGITS - 1))
    some = digits // 10 ** draw(st.integers(0, MAX_AMOUNT_DIGITS))
    return Decimal(f"{some}e-{draw(st.integers(0, MAX_AMOUNT_DIGITS))}")


def read_back(shown):
    return Decimal(shown.replace(NARROW_NO_BREAK_SPACE, "").replace(MINUS, "-"))


@given(any_amounts(), any_amounts(), st.integers(0, 30), st.integers(3, 6))
def test_ticks_are_exact_distinct_and_hold_all_amounts(one, other, accuracy, most):
    low, high = min(one, other), max(one, other)
    axis = amount_axis(low, high, accuracy, most)
    texts = [tick.text for tick in axis.ticks]
    assert [read_back(text) for text in texts] == [tick.amount for tick in axis.ticks]
    assert len(set(texts)) == len(texts) <= most
    assert axis.low <= low <= high <= axis.high
    assert 0 <= axis.share(low) <= axis.share(high) <= 1
    assert len(texts) >= 2 or low == high


@pytest.mark.parametrize(
    ("low", "high", "accuracy", "texts"),
    [
        ("300.10", "1720.75", 2, ["0", "500", "1 000", "1 500", "2 000"]),
        ("0.00000001", "0.00000002", 8, ["0.00000000", "0.00000001", "0.00000002"]),
        ("0.12345678", "0.12345679", 8, ["0.12345678", "0.12345679"]),
        ("0.4", "1.6", 2, ["0.00", "0.50", "1.00", "1.50", "2.00"]),
        ("0.01", "0.052", 8, ["0.00", "0.02", "0.04", "0.06"]),
        ("-80", "125.5", 2, ["−100", "0", "100", "200"]),
        ("1234.5", "1234.5", 2, ["1 234.50"]),
        ("0E-8", "0E-8", 8, ["0.00000000"]),
        ("1E+5", "2E+5", 2, ["0", "50 000", "100 000", "150 000", "200 000"]),
    ],
)
def test_ticks_are_round(low, high, accuracy, texts):
    axis = amount_axis(Decimal(low), Decimal(high), accuracy, 5)
    assert [tick.text.replace(NARROW_NO_BREAK_SPACE, " ") for tick in axis.ticks] == texts


# The axis of time

ZONES = ["UTC", "Europe/Moscow", "America/New_York", "Asia/Kathmandu", "America/Santiago"]
SPANS = st.one_of(
    st.sampled_from([timedelta(), DAY, 7 * DAY, 30 * DAY, 730 * DAY]),
    st.timedeltas(timedelta(), timedelta(days=20_000)),
)


def ticks(since, until, timezone, locale=ENGLISH):
    scale = TimeScale(since, until, 200, WIDTH - MARGIN)
    face = font(REGULAR, LABEL_SIZE)
    return scale, time_ticks(scale, timezone, locale, face.getlength, WIDTH)


@given(
    st.timedeltas(-2000 * DAY, 2000 * DAY).map(NOON.__add__),
    SPANS,
    st.sampled_from(ZONES).map(ZoneInfo),
    st.sampled_from([ENGLISH, RUSSIAN]),
)
def test_times_never_overlap(until, span, timezone, locale):
    scale, found = ticks(until - span, until, timezone, locale)
    width = font(REGULAR, LABEL_SIZE).getlength
    boxes = [(x - width(text) / 2, x + width(text) / 2) for x, text in found if text]
    assert all(left[1] + SPACE_BETWEEN <= right[0] for left, right in pairwise(boxes))
    assert all(SPACE_AT_EDGE <= left < right <= WIDTH - SPACE_AT_EDGE for left, right in boxes)
    assert all(scale.left <= tick.x <= scale.right for tick in found)
    assert len(boxes) >= 2 or span < hours(24)


@pytest.mark.parametrize(
    ("days", "english", "russian"),
    [
        (1, ["6:00\u202fPM", "Nov 25", "6:00\u202fAM", "12:00\u202fPM"], "18:00"),
        (7, ["Nov 19", "Nov 21", "Nov 23", "Nov 25"], "19 нояб."),
        (30, ["Nov 2", "Nov 9", "Nov 16", "Nov 23"], "2 нояб."),
        (730, ["2025", "Apr", "Jul", "Oct", "2026", "Apr", "Jul", "Oct"], "2025"),
    ],
)
def test_times_are_named_by_the_period_in_the_language(days, english, russian):
    _, found = ticks(NOON - days * DAY, NOON, MOSCOW)
    assert [text for _, text in found if text] == english
    _, found = ticks(NOON - days * DAY, NOON, MOSCOW, RUSSIAN)
    assert next(text for _, text in found if text) == russian


@pytest.mark.parametrize(
    ("night", "named"),
    [
        (datetime(2026, 3, 8, 12, tzinfo=UTC), "2:00\u202fAM"),  # 02:00 to 03:00 does not exist
        (datetime(2026, 11, 1, 12, tzinfo=UTC), None),  # 01:00 to 02:00 is there twice
    ],
)
def test_a_clock_that_is_put_forward_or_back_shifts_no_time(night, named):
    zone = ZoneInfo("America/New_York")
    scale, found = ticks(night - hours(8), night, zone)
    places = [tick.x for tick in found]
    assert places == sorted(set(places))
    assert named not in [text for _, text in found]
    for hour in (4, 6):
        local = datetime(night.year, night.month, night.day, hour, tzinfo=zone)
        assert scale.x(local.astimezone(UTC)) in places


def test_a_day_without_a_midnight_is_still_named():
    """In Santiago it was 01:00 after 23:59 on the 5th of September 2026."""
    until = datetime(2026, 9, 9, tzinfo=UTC)
    _, found = ticks(until - 5 * DAY, until, ZoneInfo("America/Santiago"))
    assert "Sep 6" in [text for _, text in found]


# The letters


@pytest.mark.parametrize("name", [REGULAR, SEMIBOLD])
def test_the_fonts_hold_every_letter_that_is_drawn(name):
    face = font(name, 40)
    missing = bytes(face.getmask("\ufffe"))
    assert missing.count(0) < len(missing)
    assert [char for char in HAS if bytes(face.getmask(char)) == missing] == []


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Магазин «Ёж» · 1\u202f000 ₽ $ € − “ok” …", "Магазин «Ёж» · 1\u202f000 ₽ $ € − “ok” …"),
        ("💎 Shop 🛒 · USDT", "Shop · USDT"),
        ("商店 · USDT", "… · USDT"),
        ("Ｓｈｏｐ\u200d\ufe0f ①", "Shop 1"),
        ("e\u0301té", "été"),
        ("\u202eShop\n\t", "Shop"),
        ("👩‍💻", ""),
    ],
)
def test_what_the_font_has_not_is_no_box(written, drawn):
    assert drawable(written) == drawn


@given(st.lists(st.integers(0, 0x1FFFF).map(chr), max_size=30).map("".join))
def test_whatever_is_written_can_be_drawn(text):
    assert set(drawable(text)) <= HAS


def test_a_long_title_ends_with_an_ellipsis_before_the_currency():
    face = font(SEMIBOLD, 38)
    long = shortened("Shop · " + "W" * 200, face, 500)
    assert long.endswith("W…")
    assert face.getlength(long) <= 500
    assert shortened("Shop · USDT", face, 500) == "Shop · USDT"
    assert shortened("Shop · USDT", face, face.getlength("Shop · ") + 20) == "Shop…"


def test_long_words_for_no_data_take_several_lines():
    face = font(REGULAR, 34)
    lines = wrapped("Nothing was recorded in these days " + "W" * 90, face, 300)
    assert len(lines) > 2
    assert all(face.getlength(line) <= 300 for line in lines)
