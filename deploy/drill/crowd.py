"""People who ask the bot for access while its machine dies; what each of them was told."""

import asyncio
import time
from dataclasses import dataclass, field

from sandbox.telegram import TelegramSandbox
from sandbox.telegram.people import User

PAUSE = 0.1
"""Seconds between two strangers."""
BURST = 20
"""Strangers who write all at once, just before the machine dies."""
ANSWERED_WITHIN = 30.0


@dataclass
class Crowd:
    """Strangers who ask for access; `confirmed` has when each was told that the request is kept."""

    telegram: TelegramSandbox
    confirmed: dict[int, float] = field(default_factory=dict)
    asking: set[asyncio.Task[None]] = field(default_factory=set)

    async def ask(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._another()
            await asyncio.sleep(PAUSE)
        for _ in range(BURST):
            self._another()
        await asyncio.sleep(PAUSE / 2)

    async def unanswered(self) -> int:
        """How many got no answer although the bot has nothing left to do."""
        _, waiting = await asyncio.wait(self.asking, timeout=5)
        for task in waiting:
            task.cancel()
        self.asking.clear()
        return len(waiting)

    def _another(self) -> None:
        self.asking.add(asyncio.create_task(self._one_asks(self.telegram.user("Stranger"))))

    async def _one_asks(self, stranger: User) -> None:
        stranger.posts("/start")
        await self.telegram.shows(lambda: _with_a_button(stranger), within=ANSWERED_WITHIN)
        press = stranger.pressed("", stranger.chat.last)
        await press.answered.wait()
        self.confirmed[stranger.id] = time.monotonic()


def _with_a_button(person: User) -> bool:
    last = person.chat.last_if_any
    return last is not None and bool(last.keyboard)


def answers_of(person: User) -> int:
    return sum(message.sender is not person for message in person.chat.screen)
