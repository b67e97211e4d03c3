"""A quick look for CI: start, memory and /balance against the plainest aiogram bot of this minute.

The bounds are half as wide again as the targets, so that noise fails no build and twice the cost
does. What is out of bounds is measured once more. Prints a line for each figure; ends with 1 when
one was out of bounds both times.
"""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from bench.contestants import AIOGRAM, OURS, open_world
from bench.figures import Measured, Size, fresh, start
from bench.report import TARGETS
from bench.seed import seed_for_the_race

SLACK = 1.5
GUARDED = ("start", "rss", "fresh_p50")
SIZE = Size(answers=200, crowd=0, many=0)
ROUNDS = 2
TRIES = 2


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    seed_for_the_race(folder / "bot.sqlite3")
    sys.exit(not any(_held(folder) for _ in range(TRIES)))


def _held(folder: Path) -> bool:
    ours, theirs = asyncio.run(_pairs(folder))
    held = [_holds(key, ours, theirs) for key in GUARDED]  # all are told
    return all(held)


async def _pairs(folder: Path) -> tuple[list[Measured], list[Measured]]:
    ours, theirs = [], []
    async with open_world(folder) as world:
        for _ in range(ROUNDS):
            answers = await fresh((OURS, AIOGRAM), folder, SIZE)
            ours.append(await start(OURS, world, SIZE) | answers[OURS.key])
            theirs.append(await start(AIOGRAM, world, SIZE) | answers[AIOGRAM.key])
    return ours, theirs


def _holds(key: str, ours: list[Measured], theirs: list[Measured]) -> bool:
    target = next(target for target in TARGETS if target.key == key)
    found = statistics.median(
        mine[key] / plain[key] for mine, plain in zip(ours, theirs, strict=True)
    )
    bound = target.bound * SLACK
    verdict = "ok" if found <= bound else "TOO MUCH"
    print(f"{target.name}: {found:.2f} of the plainest aiogram, bound {bound:.2f}: {verdict}")
    return found <= bound


if __name__ == "__main__":
    main()
