"""Reads registers in the background and knows how often that is possible; keeps no schedule."""

from collections.abc import Sequence

from bot.crystalpay import background_slots
from bot.domain.readings import Outcome, Reading
from bot.domain.registers import Register
from bot.services.readings import Readings
from bot.storage import Database, RegisterTable

SECONDS_PER_REQUEST = 1.5
"""For which a request holds a place of the limiter: until its answer, and one second more."""


def possible_interval(wanted_seconds: float, registers: int, rate_limit: int) -> float:
    """The wanted interval, or the shortest one in which half of the rate limit can read so many.

    `rate_limit`: requests per second, of which the background may use half.
    """
    shortest = registers * SECONDS_PER_REQUEST / background_slots(rate_limit)
    return max(wanted_seconds, shortest)


class Watching:
    """`interval_seconds` 0: registers are only read when somebody asks; `rate_limit`: a second."""

    def __init__(
        self, database: Database, readings: Readings, interval_seconds: float, rate_limit: int
    ) -> None:
        self._registers = RegisterTable(database)
        self._readings = readings
        self.interval_seconds = interval_seconds
        self._rate_limit = rate_limit

    @property
    def is_on(self) -> bool:
        return self.interval_seconds > 0

    async def registers(self) -> Sequence[Register]:
        """Raises DatabaseError."""
        return await self._registers.all()

    def interval_for(self, registers: int) -> float:
        """In seconds; longer than WATCH_INTERVAL if there are too many registers."""
        return possible_interval(self.interval_seconds, registers, self._rate_limit)

    async def read(self, register: Register, interval: float) -> Outcome:
        """Ask CrystalPAY, unless it answered in the last half interval. Raises DatabaseError.

        What somebody waits for goes first.
        """
        return await self._readings.watch(register, max_age_seconds=interval / 2)

    def was_read(self, register: Register, within_seconds: float) -> Reading | None:
        """The newest reading, if it is that young; whoever asked for it."""
        return self._readings.recent_reading(register, within_seconds)
