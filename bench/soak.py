"""Thirty questions of each of 500 chats while one answer in a hundred fails: does it add up?

    python -m bench.soak

One in a hundred of the bot's messages and edits meets flood control, an error of Telegram's, a
proxy's page, or is done without an answer. Prints memory, descriptors and what became of the
questions; ends with 1 when one was not answered, a message was sent three times, or memory or
descriptors have grown during the last 5,000 questions. The 10,000 before them fill what is kept
for a minute, and what the allocator keeps for the next crowd.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.contestants import OURS, Process, World, running
from bench.seed import fifty_registers, seed_for_the_race
from bench.servers import CrystalPay, Telegram
from bench.servers.http import Reply, Request

CHATS = 500
QUESTIONS = 30
SHARE_FAILING = 0.01
MAX_ANSWER_SECONDS = 60.0
REPEATED_WITHIN = 5.0
"""Seconds within which the bot repeats what was not answered."""
WARM_AFTER = CHATS * QUESTIONS * 2 // 3
MAX_GROWTH = 3.0
"""MB of memory, during the last third."""
MAX_MORE_DESCRIPTORS = 20

FLOOD = {"ok": False, "error_code": 429, "parameters": {"retry_after": 1}}
BROKEN = {"ok": False, "error_code": 500}


class FailingTelegram(Telegram):
    """`failed`: how often each kind of failure was met; `losing`: what is noted gets no answer."""

    def __init__(self) -> None:
        super().__init__()
        self.losing = False
        self.failed: Counter[str] = Counter()
        self._random = random.Random(8)  # noqa: S311 - the same failures in each run

    def _write(self, method: str, request: Request, reply: Reply) -> None:
        if self._random.random() >= SHARE_FAILING:
            super()._write(method, request, reply)
            return
        kind = self._random.choice(("flood", "broken", "page", "lost"))
        self.failed[kind] += 1
        match kind:
            case "flood":
                reply(_json(FLOOD | {"description": "Too Many Requests: retry after 1"}), 429)
            case "broken":
                reply(_json(BROKEN | {"description": "Internal Server Error"}), 500)
            case "page":
                reply(b"<html><h1>502 Bad Gateway</h1></html>", 502)
            case _:
                self.losing = True
                super()._write(method, request, lambda body, status=200: reply(None))
                self.losing = False


def _resolve(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()


@dataclass(slots=True)
class Tally:
    """What came for the question that each chat waits for, and for all questions so far."""

    telegram: FailingTelegram
    waiting: dict[int, asyncio.Future[None]] = field(default_factory=dict)
    came: Counter[int] = field(default_factory=Counter)
    answered: int = 0
    unanswered: int = 0
    most_times: int = 0
    twice: int = 0

    def noted(self, method: str, chat_id: int, _: float) -> None:
        if method == "sendmessage":
            self.came[chat_id] += 1
        if waiting := self.waiting.get(chat_id):
            # The bot knows nothing of an answer that it was not told of, and may repeat it.
            delay = REPEATED_WITHIN if self.telegram.losing else 0.0
            asyncio.get_running_loop().call_later(delay, _resolve, waiting)

    def close(self, chat_id: int) -> None:
        """The next question of the chat begins: was the last one answered more than once?"""
        times = self.came.pop(chat_id, 0)
        self.most_times = max(self.most_times, times)
        self.twice += times > 1


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    seed_for_the_race(folder / "bot.sqlite3")
    sys.exit(asyncio.run(_run(folder)))


async def _run(folder: Path) -> int:
    async with FailingTelegram() as telegram, CrystalPay() as crystalpay:
        world = World(telegram, crystalpay, folder)
        async with running(OURS, world, log_level="ERROR") as process:
            return await _soak(telegram, process)


async def _soak(telegram: FailingTelegram, process: Process) -> int:
    tally, began = Tally(telegram), time.monotonic()
    telegram.noted = tally.noted
    chats = [_chat(telegram, tally, chat_id) for chat_id in fifty_registers(CHATS)]
    asking = asyncio.gather(*chats)
    while tally.answered + tally.unanswered < WARM_AFTER:  # noqa: ASYNC110 - any chat may end it
        await asyncio.sleep(0.05)
    warm = process.rss(), process.descriptors()
    await asking
    await telegram.quiet()
    await asyncio.sleep(2)  # what may be repeated is repeated by now
    for chat_id in fifty_registers(CHATS):
        tally.close(chat_id)
    end = process.rss(), process.descriptors()
    _print(telegram, tally, warm, end, time.monotonic() - began)
    grown = end[0] - warm[0] > MAX_GROWTH or end[1] - warm[1] > MAX_MORE_DESCRIPTORS
    return int(bool(tally.unanswered) or tally.most_times > 2 or grown)


async def _chat(telegram: FailingTelegram, tally: Tally, chat_id: int) -> None:
    """Questions and presses in turn, each after the answer to the one before."""
    for number in range(QUESTIONS):
        tally.close(chat_id)
        answer = tally.waiting[chat_id] = asyncio.get_running_loop().create_future()
        if number % 2 and telegram.chat(chat_id).buttons:
            telegram.presses("empty", chat_id)
        else:
            telegram.sends("/balance", chat_id)
        await asyncio.wait({answer}, timeout=MAX_ANSWER_SECONDS)
        tally.answered += answer.done()
        tally.unanswered += not answer.done()


def _print(
    telegram: FailingTelegram,
    tally: Tally,
    warm: tuple[float, int],
    end: tuple[float, int],
    seconds: float,
) -> None:
    failed = ", ".join(f"{kind} {count}" for kind, count in sorted(telegram.failed.items()))
    print(f"{tally.answered} of {CHATS * QUESTIONS} answered in {seconds:.0f} s")
    print(f"failures met: {failed}")
    print(f"answered twice: {tally.twice}; most often: {tally.most_times} times")
    print(f"memory: {warm[0]:.1f} MB after two thirds, {end[0]:.1f} MB at the end")
    print(f"descriptors: {warm[1]} after two thirds, {end[1]} at the end")


if __name__ == "__main__":
    main()
