"""Deletes old data periodically; which data, the service decides."""

import asyncio

from bot.services import Services

DELAY_SECONDS = 60.0
"""After the start, updates that waited meanwhile are answered first."""

INTERVAL_SECONDS = 3600.0


async def apply_retention(
    services: Services,
    delay_seconds: float = DELAY_SECONDS,
    interval_seconds: float = INTERVAL_SECONDS,
) -> None:
    """Runs forever. Raises DatabaseError."""
    await asyncio.sleep(delay_seconds)
    while True:
        await services.retention.apply()
        await asyncio.sleep(interval_seconds)
