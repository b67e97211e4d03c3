"""Readings for a chat that may have lost its access while they were under way; shows nothing."""

import asyncio
from collections.abc import Sequence

from bot.domain.readings import RegisterOutcome
from bot.domain.registers import Register
from bot.services.access import Access, Viewer
from bot.services.readings import Freshness, Readings

RIGHTS_LIFETIME = 0.5
"""Seconds for which rights that were looked up hold without being looked up again."""


class ViewerReadings:
    """What `read_for_viewer` needs, in one value to inject."""

    def __init__(self, readings: Readings, access: Access) -> None:
        self._readings = readings
        self._access = access

    async def read(
        self, viewer: Viewer, registers: Sequence[Register], freshness: Freshness
    ) -> tuple[Viewer, tuple[RegisterOutcome, ...]]:
        return await read_for_viewer(viewer, registers, freshness, self._readings, self._access)


async def read_for_viewer(
    viewer: Viewer,
    registers: Sequence[Register],
    freshness: Freshness,
    readings: Readings,
    access: Access,
) -> tuple[Viewer, tuple[RegisterOutcome, ...]]:
    """The outcomes that the chat may see when they have come, and what it may see by then.

    What comes at once costs no look at the database.
    """
    clock = asyncio.get_running_loop().time
    began = clock()
    outcomes = await readings.read(registers, freshness)
    if clock() - began < RIGHTS_LIFETIME:
        return viewer, outcomes
    now = await access.viewer(viewer.chat_id)
    return now, tuple(each for each in outcomes if now.register_with(each.register.id))
