"""What is measured of each contestant in one round."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.contestants import (
    AIOGRAM,
    COMMAND,
    OURS,
    PEERS,
    Contestant,
    Process,
    World,
    open_world,
    running,
)
from bench.seed import ONE_ASKER, fifty_registers, same_register
from bench.workloads import ask_at_once, ask_in_turn, toggle_in_turn

RECENT = 5
"""READING_TTL as it is delivered, in seconds."""

WAVE = 20
"""Questions that a bot is asked before it is the next one's turn."""

Measured = dict[str, float]
Results = dict[str, Measured]
"""By the key of the contestant."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked: the whole run, the quick one and the guard differ in this only."""

    answers: int
    crowd: int
    many: int


FULL = Size(answers=300, crowd=1000, many=10_000)
QUICK = Size(answers=80, crowd=300, many=0)


async def start(contestant: Contestant, world: World, _: Size) -> Measured:
    """Start, memory at rest, and the first answer, which may build what the start put off."""
    async with running(contestant, world) as process:
        (first,) = await ask_in_turn(world, ONE_ASKER, 1)
        await world.telegram.quiet()
        await asyncio.sleep(1)
        return {
            "start": process.start,
            "first": first * 1000,
            "rss": process.rss(),
            "pss": process.pss(),
        }


@dataclass(slots=True)
class Lane:
    """A bot that runs beside the others and is asked in turn with them."""

    key: str
    world: World
    process: Process
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: float = 0.0

    async def wave(self, figure: str) -> None:
        ask = toggle_in_turn if figure == "toggle" else ask_in_turn
        before = self.process.cpu()
        self.times[figure] += await ask(self.world, ONE_ASKER, WAVE)
        if figure != "toggle":
            self.cpu += self.process.cpu() - before

    def measured(self) -> Measured:
        figures: Measured = {}
        for figure, times in self.times.items():
            figures[f"{figure}_p50"] = statistics.median(times) * 1000
            figures[f"{figure}_p99"] = statistics.quantiles(times, n=100)[98] * 1000
            if figure != "toggle":
                figures[f"{figure}_cpu"] = self.cpu * 1000 / len(times)
        return figures


async def fresh(contestants: Sequence[Contestant], folder: Path, size: Size) -> Results:
    """One asker, a reading for each answer."""
    return await _side_by_side(contestants, folder, size, ("fresh",), reading_ttl=0)


async def young(contestants: Sequence[Contestant], folder: Path, size: Size) -> Results:
    """One asker, a reading that is young nearly always; and the toggle below it.

    A plain bot has no young readings: its answers are those of `fresh`.
    """
    return await _side_by_side(contestants, folder, size, ("young", "toggle"), reading_ttl=RECENT)


async def _side_by_side(
    contestants: Sequence[Contestant],
    folder: Path,
    size: Size,
    figures: Sequence[str],
    **settings: object,
) -> Results:
    """All run at the same time and one is asked at a time, a few questions each and again.

    The others sleep meanwhile. A machine that slows down for a second slows down all of them.
    """
    async with AsyncExitStack() as stack:
        lanes = []
        for contestant in contestants:
            world = await stack.enter_async_context(open_world(folder))
            process = await stack.enter_async_context(running(contestant, world, **settings))
            await ask_in_turn(world, ONE_ASKER, 40)
            lanes.append(Lane(contestant.key, world, process))
        for _ in range(size.answers // WAVE):
            for figure in figures:
                for lane in lanes:
                    await lane.wave(figure)
        return {lane.key: lane.measured() for lane in lanes}


async def crowds(contestant: Contestant, world: World, size: Size) -> Measured:
    """Many chats at the same moment: a hundred of fifty registers, then a thousand of one."""
    measured: Measured = {}
    async with running(contestant, world, reading_ttl=RECENT) as process:
        await ask_in_turn(world, ONE_ASKER, 40)
        hundred = await ask_at_once(world, fifty_registers(100))
        measured |= {"hundred": hundred.rate, "hundred_missing": 100 - hundred.answered}
        before = process.cpu()
        one = await ask_at_once(world, same_register(size.crowd))
        if one.answered:
            measured["crowd_cpu"] = (process.cpu() - before) * 1000 / one.answered
        measured |= {
            "crowd": one.rate,
            "crowd_answered": one.answered,
            "crowd_requests": one.requests,
        }
    return measured


async def fifty(contestant: Contestant, world: World, size: Size) -> Measured:
    """Many chats at the same moment, of fifty registers; in a process that knows no reading."""
    if contestant not in LONG_DISTANCE:
        return {}
    async with running(contestant, world, reading_ttl=RECENT):
        await ask_in_turn(world, ONE_ASKER, 40)
        crowd = await ask_at_once(world, fifty_registers(size.crowd))
        return {
            "fifty": crowd.rate,
            "fifty_answered": crowd.answered,
            "fifty_requests": crowd.requests,
        }


async def many(contestant: Contestant, world: World, size: Size) -> Measured:
    """Memory and CPU after thousands of answers, to fifty chats at a time."""
    if not size.many or contestant not in LONG_DISTANCE:
        return {}
    async with running(contestant, world, reading_ttl=RECENT) as process:
        before, answered, chats = process.cpu(), 0, fifty_registers(50)
        while answered < size.many:
            wave = await ask_at_once(world, chats)
            if not wave.answered:
                break
            answered += wave.answered
        return {
            "many_rss": process.rss(),
            "many_cpu": (process.cpu() - before) * 1000 / max(answered, 1),
        }


async def terminal(contestant: Contestant, world: World, _: Size) -> Measured:
    """`crystalpay-bot balance shop1`, beside a script that posts with httpx and prints."""
    if contestant is OURS:
        command = [str(COMMAND), "balance", "shop1"]
    elif contestant.key == "aiogram_plain":
        command = [sys.executable, str(PEERS / "terminal_plain.py")]
    else:
        return {}
    env = world.settings | {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    began = time.monotonic()
    done = await asyncio.create_subprocess_exec(
        *command, env=env, cwd=world.folder, stdout=subprocess.DEVNULL
    )
    assert await done.wait() == 0, f"{command} failed"
    return {"terminal": time.monotonic() - began}


Figure = Callable[[Contestant, World, Size], Awaitable[Measured]]
SIDE_BY_SIDE = {"fresh": fresh, "young": young}
ONE_AFTER_ANOTHER: dict[str, Figure] = {
    "start": start,
    "crowds": crowds,
    "fifty": fifty,
    "many": many,
    "terminal": terminal,
}
NAMES = (*ONE_AFTER_ANOTHER, *SIDE_BY_SIDE)
LONG_DISTANCE = (OURS, AIOGRAM)
ONCE = ("fifty", "many")
"""What takes so long that it is measured in the first round only, and of two contestants."""
