"""Forgets what is too old, again and again; what that is, the service decides."""

import asyncio

from bot.services import Services

RETENTION_DELAY = 60.0
"""Seconds after the start: what waited meanwhile is answered first."""

RETENTION_INTERVAL = 3600.0


async def apply_retention(
    services: Services, delay: float = RETENTION_DELAY, interval: float = RETENTION_INTERVAL
) -> None:
    """End and forget what is too old; both times in seconds."""
    await asyncio.sleep(delay)
    while True:
        await services.retention.apply()
        await asyncio.sleep(interval)
