"""Readings for a chat that may lose its access while they are made; shows nothing itself."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.domain.readings import RegisterOutcome
from bot.domain.registers import Register
from bot.services.changes_since import ChangesSince, Comparisons
from bot.services.readings import Freshness, Readings
from bot.services.viewers import Viewer, Viewers

RIGHTS_LIFETIME_SECONDS = 0.5
"""How long rights that were looked up are relied on."""


class ViewerReadings:
    def __init__(self, readings: Readings, viewers: Viewers, comparisons: Comparisons) -> None:
        self._readings = readings
        self._viewers = viewers
        self._comparisons = comparisons

    async def read(
        self, viewer: Viewer, registers: Sequence[Register], freshness: Freshness
    ) -> tuple[Viewer, tuple[RegisterOutcome, ...]]:
        """The chat as it is once the readings are there, and the outcomes that it may see then.

        Its rights are looked up again only if reading took longer than RIGHTS_LIFETIME_SECONDS.
        """
        clock = asyncio.get_running_loop().time
        began = clock()
        outcomes = await self._readings.read(registers, freshness)
        if clock() - began < RIGHTS_LIFETIME_SECONDS:
            return viewer, outcomes
        now = await self._viewers.get(viewer.chat_id)
        return now, tuple(each for each in outcomes if now.register_with(each.register.id))

    async def changes(
        self, viewer: Viewer, outcomes: Sequence[RegisterOutcome], since: datetime | None
    ) -> ChangesSince:
        """How what is shown differs from what was known at the moment, if the chat wants that."""
        return await self._comparisons.since(outcomes, since if viewer.show_changes else None)
