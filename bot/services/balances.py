"""The balances of several registers at once: what a screen of /balance is made of."""

import asyncio
from collections.abc import Sequence

from bot.domain import Register, RegisterOutcome
from bot.services.readings import Freshness, Readings


class Balances:
    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    async def read(
        self, registers: Sequence[Register], freshness: Freshness
    ) -> tuple[RegisterOutcome, ...]:
        """One outcome for each register, in the same order; they are read side by side."""
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._readings.read(register, freshness))
                for register in registers
            ]
        return tuple(
            RegisterOutcome(register, task.result())
            for register, task in zip(registers, tasks, strict=True)
        )
