"""The picture of a chart: where its parts stand, from the back to the front."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from decimal import Decimal

from babel import Locale
from PIL import Image
from PIL.ImageFont import FreeTypeFont

from bot.exports.chart.amount_axis import AmountAxis, amount_axis
from bot.exports.chart.columns import runs
from bot.exports.chart.data import ChartData
from bot.exports.chart.drawing import Drawing
from bot.exports.chart.fonts import REGULAR, SEMIBOLD, drawable, font, shortened, wrapped
from bot.exports.chart.known import extremes, known_times
from bot.exports.chart.plot import Plot, draw_gaps, draw_runs
from bot.exports.chart.png import png
from bot.exports.chart.themes import DARK, LIGHT
from bot.exports.chart.time_axis import TimeScale, time_ticks

WIDTH, HEIGHT = 1000, 562
MARGIN = 40
TOP, BOTTOM = 124, 486
TITLE_LINE, TIME_LINE = 70, 534
TITLE_SIZE, LABEL_SIZE, NO_DATA_SIZE = 38, 30, 34
WIDEST_CURRENCY = 240
SPACE = 18
MOST_BESIDE, MOST_UPON = 5, 3
WIDEST_BESIDE = 330
"""Wider amounts stand on their lines instead of beside them, or the plot would be too narrow."""
HALO = 3
TICK = 8


def picture(data: ChartData, timezone: tzinfo, locale: Locale, dark: bool, no_data: str) -> bytes:
    theme = DARK if dark else LIGHT
    drawing = Drawing(Image.new("RGB", (WIDTH, HEIGHT), theme.background), theme)
    data = _with_gaps_that_are_seen(data)
    known = known_times(data)
    plot = _plot(data)
    _head(drawing, data)
    draw_gaps(drawing, plot, data.gaps)
    _times(drawing, plot.times, timezone, locale)
    drawing.box((plot.times.left, BOTTOM - 1, WIDTH - MARGIN, BOTTOM + 1), theme.grid)
    if known:
        _lines(drawing, plot)
        draw_runs(drawing, plot, runs(known, plot.times.pixel))
        _amounts(drawing, plot)
    else:
        _no_data(drawing, no_data)
    return png(drawing.image)


def _with_gaps_that_are_seen(data: ChartData) -> ChartData:
    """Without those narrower than a pixel: thousands of them would flicker as a pattern."""
    pixel = (data.until - data.since) / (WIDTH - 2 * MARGIN)
    return replace(data, gaps=[gap for gap in data.gaps if gap[1] - gap[0] >= pixel])


def _plot(data: ChartData) -> Plot:
    reached = extremes(data)
    lowest, highest = (each.amount for each in reached[2:]) if reached else (Decimal(0),) * 2
    axis, left, top = amount_axis(lowest, highest, data.accuracy, MOST_BESIDE), MARGIN, TOP
    if _widest(axis) > WIDEST_BESIDE:
        axis = amount_axis(lowest, highest, data.accuracy, MOST_UPON)
        top += LABEL_SIZE
    elif reached:
        left += round(_widest(axis)) + SPACE
    return Plot(TimeScale(data.since, data.until, left, WIDTH - MARGIN), axis, top, BOTTOM)


def _widest(axis: AmountAxis, size: int = LABEL_SIZE) -> float:
    face = font(REGULAR, size)
    return max(face.getlength(tick.text) for tick in axis.ticks)


def _head(drawing: Drawing, data: ChartData) -> None:
    """The title, and the currency, which stands nowhere else."""
    face = font(REGULAR, LABEL_SIZE)
    currency = shortened(drawable(data.currency), face, WIDEST_CURRENCY)
    right = WIDTH - MARGIN
    drawing.text((right, TITLE_LINE), currency, face, drawing.theme.muted, "r")
    face, room = font(SEMIBOLD, TITLE_SIZE), right - face.getlength(currency) - 2 * SPACE - MARGIN
    title = shortened(drawable(data.title), face, room)
    drawing.text((MARGIN, TITLE_LINE), title, face, drawing.theme.text, "l")


def _times(drawing: Drawing, scale: TimeScale, timezone: tzinfo, locale: Locale) -> None:
    face = font(REGULAR, LABEL_SIZE)
    for x, text in time_ticks(scale, timezone, locale, face.getlength, WIDTH):
        drawing.box((x - 1, BOTTOM, x + 1, BOTTOM + TICK), drawing.theme.zero)
        drawing.text((x, TIME_LINE), drawable(text), face, drawing.theme.muted, "m")


def _lines(drawing: Drawing, plot: Plot) -> None:
    for amount, _ in plot.amounts.ticks:
        y, colour = plot.y(amount), drawing.theme.grid if amount else drawing.theme.zero
        drawing.box((plot.times.left, y - 1, plot.times.right, y + 1), colour)


def _amounts(drawing: Drawing, plot: Plot) -> None:
    """Beside the lines, or upon them and as small as it takes: never cut, never rounded."""
    beside = plot.times.left > MARGIN
    face = font(REGULAR, LABEL_SIZE) if beside else _fitting(plot.amounts)
    for amount, text in plot.amounts.ticks:
        y = plot.y(amount)
        if beside:
            place = (plot.times.left - SPACE, y + LABEL_SIZE * 0.36)
            drawing.text(place, text, face, drawing.theme.muted, "r")
        else:
            drawing.text((MARGIN, y - 10), text, face, drawing.theme.muted, "l", HALO)


def _fitting(axis: AmountAxis) -> FreeTypeFont:
    room = WIDTH - 2 * MARGIN
    size = min(LABEL_SIZE, int(LABEL_SIZE * room / _widest(axis)) + 1)
    while _widest(axis, size) > room:  # letters are not exactly as wide as their size says
        size -= 1
    return font(REGULAR, size)


def _no_data(drawing: Drawing, words: str) -> None:
    face, line = font(REGULAR, NO_DATA_SIZE), NO_DATA_SIZE * 1.35
    lines = wrapped(drawable(words), face, WIDTH - 4 * MARGIN)
    y = (TOP + BOTTOM) / 2 + NO_DATA_SIZE * 0.36 - line * (len(lines) - 1) / 2
    for number, text in enumerate(lines):
        place = (WIDTH / 2, y + number * line)
        drawing.text(place, text, face, drawing.theme.muted, "m", HALO)
