"""A chart says what was recorded and nothing else: steps, gaps, exact amounts, readable times."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor

from bot.exports.chart import ChartData, Point, draw, extremes
from bot.exports.chart.columns import runs
from bot.exports.chart.known import known_times
from bot.exports.chart.picture import BOTTOM, MARGIN, TOP, WIDTH
from bot.exports.chart.themes import DARK, LIGHT
from bot.presentation.amounts import readable

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MOSCOW = ZoneInfo("Europe/Moscow")
ENGLISH, RUSSIAN = Locale("en"), Locale("ru")


def hours(count):
    return timedelta(hours=count)


def point(hours_ago, amount):
    return Point(NOON - hours(hours_ago), Decimal(amount))


def chart(*points, gaps=(), title="Shop · USDT", accuracy=2, span=DAY, currency="USDT"):
    """The last `span` until noon; gaps are pairs of hours ago."""
    known = [(NOON - hours(since), NOON - hours(until)) for since, until in gaps]
    return ChartData(title, points, known, NOON - span, NOON, accuracy, currency)


def png(data, *, dark=False, timezone=UTC, locale=ENGLISH):
    return draw(data, timezone=timezone, locale=locale, dark=dark, no_data="Nothing known")


def picture(data, **how):
    return Image.open(BytesIO(png(data, **how))).convert("RGB")


class Line:
    """Where the line of a picture runs."""

    def __init__(self, data, *, dark=False):
        image = picture(data, dark=dark)
        colour = ImageColor.getrgb((DARK if dark else LIGHT).line)
        pixels = image.load()
        self.heights = {
            x: [y for y in range(TOP - 5, BOTTOM + 5) if pixels[x, y] == colour]
            for x in range(WIDTH)
        }

    def at(self, share):
        """The middle of the line at a share of the plot's width; None where there is none."""
        left = next(x for x in range(WIDTH) if self.heights[x])
        return self.middle(round(left + share * (WIDTH - MARGIN - left)))

    def middle(self, x):
        found = self.heights[x]
        return sum(found) / len(found) if found else None


CASES = {
    "a few changes": chart(point(30, "5"), point(12, "7.25"), point(3, "1")),
    "one": chart(point(3, "1")),
    "none": chart(),
    "all a gap": chart(point(30, 5), gaps=[(24, 0)]),
    "constant": chart(point(30, "1234.5")),
    "zero": chart(point(30, "0E-8"), accuracy=8),
    "negative": chart(point(30, "-5"), point(3, "-1")),
    "around zero": chart(point(30, "-5"), point(3, "5")),
    "satoshis": chart(point(30, "0.00000001"), point(3, "0.00000002"), accuracy=8),
    "60 digits": chart(point(30, "1" * 60), point(3, "-" + "9" * 60)),
    "60 decimals": chart(point(30, "0." + "1" * 59), point(3, "0." + "9" * 59)),
    "at the last moment": chart(point(0, 3)),
    "no time": chart(point(1, 3), span=timedelta()),
    "ten years": chart(point(80_000, 3), point(9_000, 4), span=3650 * DAY),
    "no letters": chart(point(3, 1), title="💎", currency=""),
}


@pytest.mark.parametrize("data", CASES.values(), ids=CASES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_case_is_a_picture_of_one_size(data, dark):
    written = png(data, dark=dark, locale=RUSSIAN if dark else ENGLISH, timezone=MOSCOW)
    assert written.startswith(b"\x89PNG\r\n\x1a\n")
    image = Image.open(BytesIO(written))
    image.load()
    assert (image.size, image.mode) == ((1000, 562), "RGB")
    assert len(written) < 100_000


def test_the_same_data_are_the_same_bytes_in_any_thread():
    data = [*CASES.values()] * 2
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(png, data))
    assert drawn[: len(CASES)] == drawn[len(CASES) :]
    assert len(set(drawn)) == len(CASES)


def test_the_line_is_level_between_changes_and_upright_at_them():
    line = Line(chart(point(30, 80), point(12, 200), point(6, 0)))
    assert line.at(0.05) == line.at(0.25) == line.at(0.48)
    assert line.at(0.52) == line.at(0.6) == line.at(0.74)
    assert line.at(0.76) == line.at(0.9)
    assert line.at(0.6) < line.at(0.25) < line.at(0.9)
    heights = {line.middle(x) for x in range(WIDTH - MARGIN - 20) if line.heights[x]}
    assert len(heights) == 5  # three amounts, and the middles of two jumps: nothing is slanted


def test_a_gap_has_no_line_and_is_hatched():
    data = chart(point(30, 100), point(3, 150), gaps=[(18, 12)])
    line = Line(data)
    assert line.at(0.2) == line.at(0.6)
    assert {line.at(share / 100) for share in range(26, 50)} == {None}
    colours = dict(map(reversed, picture(data).getcolors(WIDTH * 562)))
    assert colours[ImageColor.getrgb(LIGHT.gap)] > 10_000
    assert ImageColor.getrgb(LIGHT.gap) not in {
        colour for _, colour in picture(chart(point(30, 100))).getcolors(WIDTH * 562)
    }


def test_gaps_too_short_for_a_pixel_leave_the_line_whole():
    second = 1 / 3600
    gaps = [(20 - 2 * n * second, 20 - (2 * n + 1) * second) for n in range(10_000)]
    data = chart(point(30, 100), point(1, 90), gaps=gaps)
    assert png(data) == png(chart(point(30, 100), point(1, 90)))


def test_before_the_first_amount_there_is_no_line_and_after_the_last_it_goes_on():
    late, early = Line(chart(point(6, 5))), Line(chart(point(30, 5)))
    assert len([x for x in late.heights if late.heights[x]]) < WIDTH / 3
    assert early.at(0.1) == early.at(0.9)


def test_the_last_amount_has_a_dot():
    for gaps, place in (((), 1.0), ([(12, 0)], 0.5)):
        line = Line(chart(point(30, 5), gaps=gaps))
        left = next(x for x in range(WIDTH) if line.heights[x])
        x = round(left + place * (WIDTH - MARGIN - left))
        assert 18 <= len(line.heights[x - 1]) <= 20


# What is known, and the facts of a caption


def test_extremes_are_those_of_the_period_with_what_was_held_when_it_began():
    data = chart(point(40, 900), point(30, 5), point(12, 7), point(6, 1), point(3, 2))
    held = Point(data.since, Decimal(5))
    assert extremes(data) == (held, point(3, 2), point(6, 1), point(12, 7))


def test_what_is_in_a_gap_or_outside_of_the_period_is_no_extreme():
    data = chart(point(30, 5), point(20, 99), point(3, 2), point(-1, 0), gaps=[(30, 12), (1, 0)])
    after_the_gap = Point(NOON - hours(12), Decimal(99))
    assert extremes(data) == (after_the_gap, point(3, 2), point(3, 2), after_the_gap)


def test_without_anything_known_there_are_no_extremes():
    for data in (chart(), chart(point(-1, 3)), chart(point(9, 3), gaps=[(25, 0)])):
        assert extremes(data) is None


def test_the_first_of_equal_amounts_is_named():
    data = chart(point(9, 3), point(8, 4), point(7, 3), point(6, 4))
    assert extremes(data) == (point(9, 3), point(6, 4), point(9, 3), point(8, 4))


moments = st.integers(-30, 30).map(hours).map(NOON.__sub__)


@given(
    st.lists(moments, unique=True).map(sorted),
    st.lists(moments, unique=True).map(sorted),
    st.data(),
)
def test_known_is_what_the_last_point_outside_of_gaps_says(times, borders, data):
    points = [Point(at, Decimal(number)) for number, at in enumerate(times)]
    gaps = list(zip(borders[::2], borders[1::2], strict=False))
    given_data = ChartData("", points, gaps, NOON - DAY, NOON, 2, "")
    known = known_times(given_data)
    at = data.draw(st.integers(0, 24 * 60 - 1).map(lambda m: NOON - DAY + timedelta(minutes=m)))
    expected = [each.amount for each in points if each.at <= at][-1:]
    if any(since <= at < until for since, until in gaps):
        expected = []
    in_force = [
        [each.amount for each in time.points if each.at <= at][-1]
        for time in known
        if time.points[0].at <= at < time.until
    ]
    assert in_force == expected


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=300), st.integers(1, 10**7))
def test_columns_keep_first_last_lowest_and_highest(amounts, microseconds):
    step = timedelta(microseconds=997)
    points = [Point(NOON - DAY + step * n, Decimal(each)) for n, each in enumerate(amounts)]
    data = ChartData("", points, [], NOON - DAY, NOON, 0, "")
    width = timedelta(microseconds=microseconds)
    ((columns, until),) = runs(known_times(data), width)
    assert (columns[0].first, columns[-1].last) == (amounts[0], amounts[-1])
    assert min(each.lowest for each in columns) == min(amounts)
    assert max(each.highest for each in columns) == max(amounts)
    assert all(right.at - left.at >= width for left, right in pairwise(columns))
    assert until == NOON


def test_many_changes_keep_a_single_peak():
    points = [Point(NOON - DAY * (20_000 - n) / 20_000, Decimal(n % 2)) for n in range(20_000)]
    points[9_999] = Point(points[9_999].at, Decimal(100))
    line = Line(chart(*points))
    assert min(min(found) for found in line.heights.values() if found) <= TOP + 1


def test_the_longest_amount_is_drawn_whole():
    amount = Decimal("-" + "7" * 60)
    image = picture(chart(Point(NOON - DAY * 2, amount), accuracy=30))
    ink = [
        x
        for x in range(WIDTH)
        for y in range(BOTTOM - 200, BOTTOM - 160)
        if image.getpixel((x, y)) == ImageColor.getrgb(LIGHT.muted)
    ]
    assert len(readable(amount, 30)) > 110
    assert MARGIN <= min(ink) < max(ink) <= WIDTH - MARGIN


def test_pillow_is_loaded_by_the_first_chart_and_not_before():
    code = "import sys, bot.exports.chart; print('PIL' in sys.modules)"
    command = [sys.executable, "-P", "-c", code]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"False\n"
