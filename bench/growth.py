"""How the bot grows with registers and chats: prints a table; `python -m bench.growth`."""

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path

from bench.contestants import OURS, open_world, running
from bench.seed import seed
from bench.workloads import ask_at_once, ask_in_turn

REGISTERS = (1, 10, 100, 1000)
CHATS = (10, 1000, 100_000)
FIRST_CHAT = 1000
ANSWERS = 100
CROWD = 1000
HEAD = ("registers", "chats", "start, s", "memory, MB", "/balance p50, ms", "1,000 chats, s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the corners only")
    quick = parser.parse_args().quick
    print("| " + " | ".join(HEAD) + " |")
    print("|" + " --- |" * len(HEAD))
    for registers in REGISTERS[:: 3 if quick else 1]:
        for chats in CHATS[:: 2 if quick else 1]:
            cells = [f"{registers:,}", f"{chats:,}", *asyncio.run(_measured(registers, chats))]
            print("| " + " | ".join(cells) + " |", flush=True)


async def _measured(registers: int, chats: int) -> list[str]:
    """One chat asks in turn, then a thousand at once; where there are fewer, they take turns."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    ids = range(FIRST_CHAT, FIRST_CHAT + chats)
    grants = [(chat, 1 + number % registers) for number, chat in enumerate(ids)]
    await asyncio.to_thread(seed, folder / "bot.sqlite3", registers, grants)
    async with open_world(folder) as world, running(OURS, world) as process:
        await ask_in_turn(world, FIRST_CHAT, 20)
        memory = process.rss()
        times = await ask_in_turn(world, FIRST_CHAT, ANSWERS)
        at_once, seconds = list(ids)[:CROWD], 0.0
        for _ in range(CROWD // len(at_once)):
            seconds += (await ask_at_once(world, at_once)).seconds
        return [
            f"{process.start:.2f}",
            f"{memory:.0f}",
            f"{statistics.median(times) * 1000:.1f}",
            f"{seconds:.1f}",
        ]


if __name__ == "__main__":
    main()
