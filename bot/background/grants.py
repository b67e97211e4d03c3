"""Grants that end in time: both sides are told."""

import asyncio
from datetime import UTC, datetime

from bot.services import Services

POLL_INTERVAL = 1.0
"""Seconds between looks for the end of a grant."""


async def announce_ended_grants(services: Services) -> None:
    """Tell both sides of grants that have ended; they count for nothing from their second on."""
    while True:
        end = await services.access.next_end()
        if end is not None and end <= datetime.now(UTC):
            await services.access.take_ended()
        await asyncio.sleep(POLL_INTERVAL)
