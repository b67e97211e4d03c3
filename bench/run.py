"""Runs the comparison and writes docs/benchmarks.md: `python -m bench.run`, or `make bench`."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bench.contestants import PEERS_AND_US, World, open_world
from bench.figures import FULL, NAMES, ONCE, ONE_AFTER_ANOTHER, QUICK, SIDE_BY_SIDE, Measured, Size
from bench.report import DOCUMENT, Results, page, write_page
from bench.seed import seed_for_the_race

ROUNDS = 3
MAX_RUN_SECONDS = 9 * 60
"""Seconds after which no further round begins."""


def main() -> None:
    chosen = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    seed_for_the_race(folder / "bot.sqlite3")
    size = QUICK if chosen.quick else FULL
    every = [name for name in NAMES if not (chosen.quick and name in ONCE)]
    figures = [chosen.only] if chosen.only else every
    results = asyncio.run(_race(folder, figures, size, 1 if chosen.quick else chosen.rounds))
    print(page(results))
    if not (chosen.quick or chosen.only):
        write_page(DOCUMENT, results)
        print(f"{DOCUMENT.name} is written")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one small round, printed only")
    parser.add_argument("--only", choices=NAMES, help="one group of figures, printed only")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    return parser.parse_args()


async def _race(folder: Path, figures: list[str], size: Size, rounds: int) -> Results:
    results: Results = {contestant.key: [] for contestant in PEERS_AND_US}
    give_up = time.monotonic() + MAX_RUN_SECONDS
    async with open_world(folder) as world:
        for number in range(rounds):
            began = time.monotonic()
            now = [f for f in figures if number == 0 or f not in ONCE]
            for key, measured in (await _round(world, now, size, number)).items():
                results[key].append(measured)
            # the first round is longer than any after it
            if number and time.monotonic() * 2 - began > give_up:
                break
    return results


async def _round(world: World, figures: list[str], size: Size, number: int) -> dict[str, Measured]:
    """Each figure of all contestants, so that all meet the same weather."""
    at = number % len(PEERS_AND_US)
    order = PEERS_AND_US[at:] + PEERS_AND_US[:at]
    measured: dict[str, Measured] = {contestant.key: {} for contestant in order}
    for figure in figures:
        if figure in SIDE_BY_SIDE:
            for key, found in (await SIDE_BY_SIDE[figure](order, world.folder, size)).items():
                measured[key] |= found
        else:
            for contestant in order:
                measured[contestant.key] |= await ONE_AFTER_ANOTHER[figure](contestant, world, size)
        _tell(f"round {number + 1}: {figure}")
    return measured


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
