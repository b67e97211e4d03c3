"""A balance over time as a picture; loads Pillow when the first one is drawn, never before."""

from datetime import tzinfo

from babel import Locale

from bot.exports.chart.data import ChartData, Point
from bot.exports.chart.known import extremes

__all__ = ["ChartData", "Point", "draw", "extremes"]


def draw(data: ChartData, *, timezone: tzinfo, locale: Locale, dark: bool, no_data: str) -> bytes:
    """A PNG of 1000 × 562 pixels; the same data give the same bytes.

    `no_data` stands in the middle when nothing is known within the period. Takes tens of
    milliseconds of a processor: to be called in a thread.
    """
    from bot.exports.chart.picture import picture

    return picture(data, timezone, locale, dark, no_data)
