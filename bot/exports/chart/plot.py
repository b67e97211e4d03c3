"""The line of a balance, what is below it, and the bands where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from bot.exports.chart.amount_axis import AmountAxis
from bot.exports.chart.columns import Run
from bot.exports.chart.drawing import Box, Drawing
from bot.exports.chart.time_axis import TimeScale

CALM, BUSY = 5, 3
"""Pixels of the line; it is thinner when many columns have changes."""
MANY_COLUMNS = 150
DOT, RING = 10, 4


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the times and amounts of a chart stand."""

    times: TimeScale
    amounts: AmountAxis
    top: int
    bottom: int

    def y(self, amount: Decimal) -> int:
        return self.bottom - round(self.amounts.share(amount) * (self.bottom - self.top))

    @property
    def base(self) -> int:
        """Where the fill ends: at zero, or at the border nearest to it."""
        low, high = self.amounts.low, self.amounts.high
        if low == high:
            return self.bottom if low > 0 else self.top if low < 0 else self.y(low)
        return self.y(min(max(Decimal(0), low), high))


def draw_gaps(drawing: Drawing, plot: Plot, gaps: Sequence[tuple[datetime, datetime]]) -> None:
    times, boxes = plot.times, []
    for since, until in gaps:
        left, right = times.x(max(since, times.since)), times.x(min(until, times.until))
        if left < right:
            boxes.append((left, plot.top, right, plot.bottom))
    drawing.hatch(boxes)


def draw_runs(drawing: Drawing, plot: Plot, runs: Sequence[Run]) -> None:
    """Fill first, then the line, then a dot where the last amount that is known stands."""
    busy = sum(len(run.columns) for run in runs) > MANY_COLUMNS
    steps = [step for run in runs for step in _steps(run, plot)]
    within = (plot.times.left, plot.top, plot.times.right, plot.bottom)
    drawing.shade([_below(step, plot.base) for step in steps], within, plot.base == plot.bottom)
    for step in steps:
        drawing.boxes(_line(step, BUSY if busy else CALM), drawing.theme.line)
    drawing.dot(steps[-1].end, steps[-1].y, DOT, RING)


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A jump at `x` over `reach`, from the highest pixel to the lowest, then level to `end`."""

    x: int
    end: int
    y: int
    reach: tuple[int, int]


def _steps(run: Run, plot: Plot) -> list[PlacedStep]:
    places = [plot.times.x(at) for at in (*(column.at for column in run.columns), run.until)]
    before = plot.y(run.columns[0].first)
    steps = []
    for column, (x, end) in zip(run.columns, pairwise(places), strict=True):
        y, low, high = (plot.y(each) for each in (column.last, column.lowest, column.highest))
        steps.append(PlacedStep(x, end, y, (min(before, high), max(before, low))))
        before = y
    return steps


def _below(step: PlacedStep, base: int) -> Box:
    return (step.x, min(step.y, base), step.end, max(step.y, base))


def _line(step: PlacedStep, thickness: int) -> list[Box]:
    half = thickness // 2
    highest, lowest = step.reach
    boxes = [(step.x, step.y - half, step.end, step.y - half + thickness)]
    if highest != lowest:
        left = step.x - half
        boxes.append((left, highest - half, left + thickness, lowest - half + thickness))
    return boxes
