"""What watching costs: processor time and memory for ten registers, read once a minute each.

    python -m bench.watching

The bot runs twice beside servers that answer at once: watching ten registers, each of them once a
second, and not watching. The difference, divided by sixty, is what ten registers a minute cost.
"""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.contestants import OURS, World, open_world, running
from bench.seed import seed

REGISTERS = 10
WARM_SECONDS = 10.0
SECONDS = 60.0
READINGS_PER_MINUTE = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu`: seconds of processor time in SECONDS; `rss`: MB at the end; `readings`: in SECONDS."""

    cpu: float
    rss: float
    readings: int


def main() -> None:
    off, on = asyncio.run(_measured())
    readings = on.readings - off.readings
    each = (on.cpu - off.cpu) / readings
    print(f"{readings} readings in {SECONDS:.0f} s: {each * 1000:.2f} ms of processor time each")
    print(f"{REGISTERS} registers a minute: {each * READINGS_PER_MINUTE / 60:.3%} of a core")
    print(f"memory: {on.rss:.1f} MB, without watching {off.rss:.1f} MB")


async def _measured() -> tuple[Cost, Cost]:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    await asyncio.to_thread(seed, folder / "bot.sqlite3", REGISTERS, [])
    async with open_world(folder) as world:
        return await _cost(world, 0), await _cost(world, 1)


async def _cost(world: World, interval: float) -> Cost:
    async with running(OURS, world, watch_interval=interval) as bot:
        await asyncio.sleep(WARM_SECONDS)
        cpu, world.crystalpay.requests = bot.cpu(), 0
        await asyncio.sleep(SECONDS)
        return Cost(bot.cpu() - cpu, bot.rss(), world.crystalpay.requests)


if __name__ == "__main__":
    main()
