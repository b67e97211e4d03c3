"""Draws charts beside the answers, a few at a time; keeps none."""

import asyncio
import logging

from bot.exports.chart import ChartData, draw
from bot.translations import Localization

log = logging.getLogger(__name__)


async def draw_chart(data: ChartData, t: Localization, *, dark: bool) -> bytes | None:
    """A PNG; None if it cannot be drawn, for whatever reason: the figures can be told anyway."""
    no_data = t.gettext("Nothing is known about this time.")
    try:
        return await asyncio.to_thread(
            draw, data, timezone=t.timezone, locale=t.locale, dark=dark, no_data=no_data
        )
    except Exception:
        log.exception("A chart could not be drawn; its figures are sent without it")
        return None
