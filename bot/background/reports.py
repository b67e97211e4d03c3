"""Writes the status file, regularly and whenever the status has changed; judges nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.status import Status, StatusFile

POLL_INTERVAL_SECONDS = 1.0
"""How often to look for changes in memory."""

WRITE_INTERVAL_SECONDS = 10.0
"""How often to write the file if nothing changes."""

DATABASE_CHECK_INTERVAL_SECONDS = 30.0
"""How often to check that the database can be written; WRITE_INTERVAL_SECONDS while it cannot."""


@dataclass(frozen=True, slots=True)
class Reports:
    """`oldest_wait`, `failing`, `diagnose_database`: give the parts of `Status`."""

    file: StatusFile
    oldest_wait: Callable[[], float]
    failing: Callable[[], tuple[str, ...]]
    diagnose_database: Callable[[], Awaitable[str | None]]
    poll_seconds: float = POLL_INTERVAL_SECONDS
    write_seconds: float = WRITE_INTERVAL_SECONDS
    check_seconds: float = DATABASE_CHECK_INTERVAL_SECONDS

    async def run(self) -> None:
        """Runs forever."""
        clock = asyncio.get_running_loop().time
        database, checked_at = await self.diagnose_database(), clock()
        reported, reported_at = None, 0.0
        while True:
            if clock() - checked_at >= (self.write_seconds if database else self.check_seconds):
                database, checked_at = await self.diagnose_database(), clock()
            now = (self.failing(), database)
            if now != reported or clock() - reported_at >= self.write_seconds:
                self.file.write(Status(self.oldest_wait(), *now))
                reported, reported_at = now, clock()
            await asyncio.sleep(self.poll_seconds)
