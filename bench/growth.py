"""How the bot grows with registers and chats; writes its table into docs/benchmarks.md."""

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path

from bench.contestants import OURS, World, open_world, running
from bench.report import DOCUMENT, machine, table, write_growth
from bench.seed import seed
from bench.workloads import ask_at_once, ask_in_turn

REGISTERS = (1, 10, 100, 1000)
CHATS = (10, 1000, 100_000)
ADMIN = 2
FIRST_CHAT = 1000
ANSWERS = 200
LISTS = 50
CROWD = 1000
HEAD = (
    "registers",
    "chats",
    "start, s",
    "memory, MB",
    "/balance p50, ms",
    "/access p50, ms",
    "1,000 chats, s",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the corners only, printed only")
    quick = parser.parse_args().quick
    rows = []
    for registers in REGISTERS[:: 3 if quick else 1]:
        for chats in CHATS[:: 2 if quick else 1]:
            figures = asyncio.run(_measured(registers, chats))
            rows.append((f"{registers:,}", f"{chats:,}", *figures))
            print(*rows[-1], sep="\t", flush=True)
    if not quick:
        write_growth(DOCUMENT, [*machine(), "", *table(HEAD, rows)])


async def _measured(registers: int, chats: int) -> list[str]:
    """One chat asks in turn, an admin looks at the list of chats, then a thousand ask at once."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    ids = range(FIRST_CHAT, FIRST_CHAT + chats)
    grants = [(chat, 1 + number % registers) for number, chat in enumerate(ids)]
    await asyncio.to_thread(seed, folder / "bot.sqlite3", registers, grants)
    async with open_world(folder) as world, running(OURS, world, admin_ids=ADMIN) as process:
        await ask_in_turn(world, FIRST_CHAT, 40)
        memory = process.rss()
        balance = await ask_in_turn(world, FIRST_CHAT, ANSWERS)
        access = await ask_in_turn(world, ADMIN, LISTS, "/access")
        crowd = await _crowd(world, list(ids)[:CROWD])
    return [
        f"{process.start:.2f}",
        f"{memory:.0f}",
        f"{statistics.median(balance) * 1000:.1f}",
        f"{statistics.median(access) * 1000:.1f}",
        f"{crowd:.1f}",
    ]


async def _crowd(world: World, chats: list[int]) -> float:
    """Seconds for a thousand answers; where there are fewer chats, they take turns."""
    return sum([(await ask_at_once(world, chats)).seconds for _ in range(CROWD // len(chats))])


if __name__ == "__main__":
    main()
