"""Which limit is met first as chats and registers grow: a simulation of an hour, no bot runs.

    python -m bench.scaling [--cpu MILLISECONDS] [--ttl SECONDS]

Chats ask at random moments. A question joins a reading in flight, takes a young one, or waits for
a place at the limiter; then its answer waits for the one core and for Telegram's 30 a second.
"""

import argparse
import heapq
import random
import statistics
from dataclasses import dataclass, field

HOUR = 3600.0
CRYSTALPAY_A_SECOND = 4
CRYSTALPAY_ANSWERS_IN = 0.2
TELEGRAM_A_SECOND = 30
REGISTERS = (1, 10, 100, 1000)
ASKS = (0.1, 1.0, 5.0, 10.0, 30.0, 60.0)
"""Questions a second, of all chats together, in the busiest hour."""


@dataclass(slots=True)
class Places:
    """At most `size` at a time, each taken for `hold` seconds, first come first served."""

    size: int
    hold: float
    freed: list[float] = field(default_factory=list)

    def begin(self, now: float) -> float:
        """The moment from which a place is taken."""
        if len(self.freed) >= self.size:
            now = max(now, heapq.heappop(self.freed))
        heapq.heappush(self.freed, now + self.hold)
        return now


@dataclass(frozen=True, slots=True)
class Hour:
    median: float
    worst: float
    readings: int
    busy: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", type=float, default=3.0, help="milliseconds of CPU an answer")
    parser.add_argument("--ttl", type=float, default=5.0, help="READING_TTL in seconds")
    chosen = parser.parse_args()
    cpu, ttl = chosen.cpu / 1000, chosen.ttl
    print("| registers | questions a second | wait p50, s | p99, s | readings a second | core |")
    print("| --- | --- | --- | --- | --- | --- |")
    for registers in REGISTERS:
        for asks in ASKS:
            hour = simulate(registers, asks, cpu, ttl)
            print(
                f"| {registers:,} | {asks:g} | {hour.median:,.2f} | {hour.worst:,.2f} "
                f"| {hour.readings / HOUR:.2f} | {hour.busy:.0%} |"
            )


def simulate(registers: int, asks: float, cpu: float, ttl: float) -> Hour:
    """One hour of questions, each for one of the registers, and how long they waited."""
    chance = random.Random(registers * 1000 + asks)  # noqa: S311 - nothing secret
    crystalpay = Places(CRYSTALPAY_A_SECOND, CRYSTALPAY_ANSWERS_IN + 1.0)
    services, telegram = Places(1, cpu), Places(1, 1 / TELEGRAM_A_SECOND)
    read_at: dict[int, float] = {}
    waits, readings, now = [], 0, 0.0
    while (now := now + chance.expovariate(asks)) < HOUR:
        register = chance.randrange(registers)
        if now > read_at.get(register, -HOUR) + ttl:
            readings += 1
            read_at[register] = crystalpay.begin(now) + CRYSTALPAY_ANSWERS_IN
        known = max(now, read_at[register])
        waits.append(telegram.begin(services.begin(known) + cpu) - now)
    cuts = statistics.quantiles(waits, n=100) if len(waits) > 1 else waits * 99
    return Hour(cuts[49], cuts[98], readings, min(len(waits) * cpu / HOUR, 1.0))


if __name__ == "__main__":
    main()
