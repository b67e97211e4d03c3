"""Says in the status file how the bot is: now and then, and when it has changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.status import Status, StatusFile

log = logging.getLogger(__name__)

LOOK = 1.0
"""Seconds between two looks for changes; they ask nothing but memory."""

WRITE = 10.0
"""Seconds after which the file is written although nothing has changed."""

PROBE = 30.0
"""Seconds between two tries whether the database can be written; as long as it cannot, `WRITE`."""


@dataclass(frozen=True, slots=True)
class Reports:
    """`oldest_wait`, `failing`: how it is now; `probe`: why the database cannot be written."""

    file: StatusFile
    oldest_wait: Callable[[], float]
    failing: Callable[[], tuple[str, ...]]
    probe: Callable[[], Awaitable[str | None]]
    look: float = LOOK
    write: float = WRITE
    probe_every: float = PROBE

    async def run(self) -> None:
        clock = asyncio.get_running_loop().time
        database, probed, told, told_at = await self.probe(), clock(), None, 0.0
        while True:
            if clock() - probed >= (self.write if database else self.probe_every):
                database, probed = await self.probe(), clock()
            now = (self.failing(), database)
            if now != told or clock() - told_at >= self.write:
                self.file.write(Status(self.oldest_wait(), *now))
                told, told_at = now, clock()
            await asyncio.sleep(self.look)
