"""What the chats do to a running bot, and how long each answer took; times are monotonic."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.contestants import World

BREATH = 0.002
"""Seconds between an answer and the next question: what the bot tidies up is not measured."""

MAX_ANSWER_SECONDS = 30.0
MAX_SILENCE_SECONDS = 6.0
"""Seconds without an answer after which a crowd is given up; httpx gives up after 5."""


async def ask_in_turn(
    world: World, chat_id: int, times: int, text: str = "/balance"
) -> list[float]:
    """Seconds from the message being available to sendMessage received, each time."""
    return [
        await _answered(world, chat_id, "sendmessage", lambda: world.telegram.sends(text, chat_id))
        for _ in range(times)
    ]


async def toggle_in_turn(world: World, chat_id: int, times: int) -> list[float]:
    """Seconds from a press to editMessageText received; a screen must stand there already."""
    return [
        await _answered(
            world,
            chat_id,
            "editmessagetext",
            lambda: world.telegram.presses("empty", chat_id),  # «Show empty» and «Hide empty»
        )
        for _ in range(times)
    ]


async def _answered(world: World, chat_id: int, method: str, act: Callable[[], float]) -> float:
    await world.telegram.quiet()
    await asyncio.sleep(BREATH)
    arrived: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def noted(done: str, chat: int, when: float) -> None:
        if (done, chat) == (method, chat_id) and not arrived.done():
            arrived.set_result(when)

    world.telegram.noted = noted
    began = act()
    return await asyncio.wait_for(arrived, MAX_ANSWER_SECONDS) - began


@dataclass(frozen=True, slots=True)
class Crowd:
    """How a crowd was answered: `seconds` until the last answer that came."""

    asked: int
    answered: int
    seconds: float
    requests: int

    @property
    def rate(self) -> float:
        return self.answered / self.seconds if self.seconds else 0.0


async def ask_at_once(world: World, chat_ids: Sequence[int]) -> Crowd:
    """All of them send /balance at the same moment."""
    await world.telegram.quiet()
    loop = asyncio.get_running_loop()
    missing, all_there, last = set(chat_ids), loop.create_future(), 0.0
    world.crystalpay.requests = 0

    def noted(_: str, chat_id: int, when: float) -> None:
        nonlocal last
        last = when
        missing.discard(chat_id)
        if not missing and not all_there.done():
            all_there.set_result(None)

    world.telegram.noted = noted
    began = last = world.telegram.sends("/balance", *chat_ids)
    while missing and time.monotonic() - last < MAX_SILENCE_SECONDS:
        await asyncio.wait({all_there}, timeout=0.5)
    answered = len(chat_ids) - len(missing)
    return Crowd(len(chat_ids), answered, last - began, world.crystalpay.requests)
