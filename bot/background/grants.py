"""Announces the end of grants to both sides when it comes."""

import asyncio
from datetime import UTC, datetime

from bot.services import Services

POLL_INTERVAL_SECONDS = 1.0


async def announce_ended_grants(services: Services) -> None:
    """Runs forever. Access itself ends on time, however late this runs. Raises DatabaseError."""
    while True:
        end = await services.ended_grants.next_end()
        if end is not None and end <= datetime.now(UTC):
            await services.ended_grants.announce()
        await asyncio.sleep(POLL_INTERVAL_SECONDS)
