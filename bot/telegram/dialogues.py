"""Questions that wait for an admin's answer: in memory only, for ten minutes, never a secret."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

LIFETIME = 600.0
"""Seconds for which a question waits."""


@dataclass(frozen=True, slots=True)
class AskLogin:
    """Which login has the new register?"""


@dataclass(frozen=True, slots=True)
class AskSecret:
    """Which secret belongs to the login? `register_id`: of the register that gets a new one."""

    login: str
    register_id: int | None = None


@dataclass(frozen=True, slots=True)
class AskName:
    """What shall the register be called?"""

    register_id: int


Question = AskLogin | AskSecret | AskName


@dataclass(frozen=True, slots=True)
class _Open:
    question: Question
    end: asyncio.TimerHandle


class Dialogues:
    """At most one question a user; a new one takes the place of the one before."""

    def __init__(self, lifetime: float = LIFETIME) -> None:
        self._lifetime = lifetime
        self._open: dict[int, _Open] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def ask(
        self, user_id: int, question: Question, when_over: Callable[[], Awaitable[None]]
    ) -> None:
        """Wait for an answer; `when_over` is called when none has come in time."""
        self.close(user_id)
        loop = asyncio.get_running_loop()
        end = loop.call_later(self._lifetime, self._expire, user_id, when_over)
        self._open[user_id] = _Open(question, end)

    def question(self, user_id: int) -> Question | None:
        waiting = self._open.get(user_id)
        return waiting.question if waiting else None

    def close(self, user_id: int) -> bool:
        """Whether there was anything to close."""
        waiting = self._open.pop(user_id, None)
        if waiting:
            waiting.end.cancel()
        return waiting is not None

    def close_all(self) -> None:
        for user_id in list(self._open):
            self.close(user_id)

    def _expire(self, user_id: int, when_over: Callable[[], Awaitable[None]]) -> None:
        self._open.pop(user_id, None)
        task = asyncio.ensure_future(_run(when_over))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


async def _run(work: Callable[[], Awaitable[None]]) -> None:
    await work()
