"""Reads every register regularly, so that the record has no gaps; answers nobody."""

import asyncio
import logging
from contextlib import suppress

from bot.background.watch_schedule import WatchSchedule
from bot.domain.registers import Register
from bot.services.watching import Watching
from bot.storage import DatabaseError

log = logging.getLogger(__name__)

LIST_INTERVAL_SECONDS = 5.0
"""How often to look which registers there are."""


class Watcher:
    """A register that is silent keeps no other one waiting: each is read by a task of its own."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching
        self._schedule = WatchSchedule(watching.interval_seconds)
        self._finished = asyncio.Event()

    async def run(self) -> None:
        """Runs forever. Raises DatabaseError."""
        try:
            async with asyncio.TaskGroup() as readings:
                while True:
                    await self._update()
                    await self._read_until(self._now() + LIST_INTERVAL_SECONDS, readings)
        except* DatabaseError as errors:
            error = errors.exceptions[0]
        raise error

    async def _update(self) -> None:
        registers = await self._watching.registers()
        interval = self._watching.interval_for(len(registers))
        self._log_if_longer(interval, len(registers))
        self._schedule.update(registers, interval, self._now())
        for register, tried_at in self._schedule.failing():
            if self._watching.was_read(register, self._now() - tried_at):
                self._schedule.recover(register, self._now())

    async def _read_until(self, end: float, readings: asyncio.TaskGroup) -> None:
        while self._now() < end:
            self._finished.clear()
            for register in self._schedule.start_due(self._now()):
                readings.create_task(self._read(register), name=f"watch register {register.id}")
            wake_at = min(self._schedule.next_due() or end, end)
            with suppress(TimeoutError):
                async with asyncio.timeout_at(wake_at):
                    await self._finished.wait()

    async def _read(self, register: Register) -> None:
        outcome = await self._watching.read(register, self._schedule.interval)
        self._schedule.finish(register, outcome, self._now())
        self._finished.set()

    def _log_if_longer(self, interval: float, registers: int) -> None:
        wanted = self._watching.interval_seconds
        if interval > wanted and interval != self._schedule.interval:
            log.warning(
                "Watching %s registers every %.0f s instead of every %.0f s: "
                "CRYSTALPAY_RATE_LIMIT allows no more",
                registers,
                interval,
                wanted,
            )

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
