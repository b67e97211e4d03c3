"""What is measured of each contestant in one round."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.contestants import AIOGRAM, COMMAND, OURS, PEERS, Contestant, World, running
from bench.seed import ONE_ASKER, fifty_registers, same_register
from bench.workloads import ask_at_once, ask_in_turn, toggle_in_turn

YOUNG = 5
"""READING_TTL as it is delivered, in seconds."""

Measured = dict[str, float]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked: the whole run, the quick one and the guard differ in this only."""

    answers: int
    crowd: int
    many: int


FULL = Size(answers=200, crowd=1000, many=10_000)
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


async def fresh(contestant: Contestant, world: World, size: Size) -> Measured:
    """One asker, a reading for each answer."""
    async with running(contestant, world, reading_ttl=0) as process:
        return await _one_asker("fresh", process.cpu, world, size)


async def young(contestant: Contestant, world: World, size: Size) -> Measured:
    """One asker, a reading that is young nearly always; then the toggle below it.

    A plain bot has no young readings: its answers are those of `fresh`.
    """
    async with running(contestant, world, reading_ttl=YOUNG) as process:
        measured = await _one_asker("young", process.cpu, world, size)
        times = await toggle_in_turn(world, ONE_ASKER, size.answers)
        return measured | {"toggle_p50": statistics.median(times) * 1000}


async def _one_asker(name: str, cpu: Callable[[], float], world: World, size: Size) -> Measured:
    await ask_in_turn(world, ONE_ASKER, 40)
    before = cpu()
    times = await ask_in_turn(world, ONE_ASKER, size.answers)
    used = cpu() - before
    return {
        f"{name}_p50": statistics.median(times) * 1000,
        f"{name}_p99": statistics.quantiles(times, n=100)[98] * 1000,
        f"{name}_cpu": used * 1000 / size.answers,
    }


async def crowds(contestant: Contestant, world: World, size: Size) -> Measured:
    """Many chats at the same moment: a hundred of fifty registers, then a thousand of one."""
    measured: Measured = {}
    async with running(contestant, world, reading_ttl=YOUNG) as process:
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
    async with running(contestant, world, reading_ttl=YOUNG):
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
    async with running(contestant, world, reading_ttl=YOUNG) as process:
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
FIGURES: dict[str, Figure] = {
    "start": start,
    "fresh": fresh,
    "young": young,
    "crowds": crowds,
    "fifty": fifty,
    "many": many,
    "terminal": terminal,
}
LONG_DISTANCE = (OURS, AIOGRAM)
ONCE = ("fifty", "many")
"""What takes so long that it is measured in the first round only, and of two contestants."""
