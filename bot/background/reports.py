"""Says in the status file how the bot is: now and then, and when it has changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.status import Status, StatusFile

log = logging.getLogger(__name__)

POLL_INTERVAL = 1.0
"""Seconds between two looks for changes; they ask nothing but memory."""

WRITE_INTERVAL = 10.0
"""Seconds after which the file is written although nothing has changed."""

PROBE_INTERVAL = 30.0
"""Seconds between two tries whether the database can be written;
`WRITE_INTERVAL` as long as it cannot."""


@dataclass(frozen=True, slots=True)
class Reports:
    """`oldest_wait`, `failing`: how it is now; `probe`: why the database cannot be written."""

    file: StatusFile
    oldest_wait: Callable[[], float]
    failing: Callable[[], tuple[str, ...]]
    probe: Callable[[], Awaitable[str | None]]
    look: float = POLL_INTERVAL
    write: float = WRITE_INTERVAL
    probe_every: float = PROBE_INTERVAL

    async def run(self) -> None:
        clock = asyncio.get_running_loop().time
        database, probed, reported, reported_at = await self.probe(), clock(), None, 0.0
        while True:
            if clock() - probed >= (self.write if database else self.probe_every):
                database, probed = await self.probe(), clock()
            now = (self.failing(), database)
            if now != reported or clock() - reported_at >= self.write:
                self.file.write(Status(self.oldest_wait(), *now))
                reported, reported_at = now, clock()
            await asyncio.sleep(self.look)
