"""Questions that wait for an admin's answer: in memory only, for ten minutes, never a secret."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from itertools import count
from typing import Protocol

LIFETIME = 600.0
"""Seconds for which a question waits."""


class Question(Protocol):
    """What is asked. A feature has a type for each of its questions."""

    def may_hold_secret(self, answer: str) -> bool:
        """Whether an answer to the question is deleted from the chat."""


class State(Enum):
    """How far a question has come."""

    OPEN = auto()
    TAKEN = auto()
    """An answer is being worked on; it can still be called off."""
    SAVING = auto()
    """What the answer leads to is being written."""
    OVER = auto()


@dataclass(eq=False, slots=True)
class Asked:
    """A question put to a user. `number` stands on its buttons.

    `message_id`: of the message with these buttons; None until it is sent.
    """

    user_id: int
    number: int
    question: Question
    when_over: Callable[["Asked"], Awaitable[None]]
    state: State = State.OPEN
    message_id: int | None = None
    end: asyncio.TimerHandle | None = None


class PendingQuestions:
    """At most one question a user; a new one takes the place of the one before.

    An answer takes its question at once, so that a second one cannot have it too. Numbers begin
    at random: a button from before a restart is no button of a question of this process.
    `adding` is held while one register is looked for and added, so that two admins who send the
    same one add it once.
    """

    def __init__(self, lifetime: float = LIFETIME) -> None:
        self.lifetime = lifetime
        self.adding = asyncio.Lock()
        self._numbers = count(secrets.randbits(40))
        self._asked: dict[int, Asked] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def ask(
        self, user_id: int, question: Question, when_over: Callable[[Asked], Awaitable[None]]
    ) -> Asked:
        """Wait for an answer; `when_over` is called when none has come in time."""
        if (former := self._asked.get(user_id)) and former.state is State.OPEN:
            self.close(former)
        asked = Asked(user_id, next(self._numbers), question, when_over)
        self._asked[user_id] = asked
        self._begin_waiting(asked)
        return asked

    def current(self, user_id: int) -> Asked | None:
        """The question that waits, or whose answer is being worked on."""
        return self._asked.get(user_id)

    def numbered(self, user_id: int, number: int) -> Asked | None:
        """The current question, if it has this number and can still be called off."""
        asked = self._asked.get(user_id)
        if asked is None or asked.number != number or asked.state is State.SAVING:
            return None
        return asked

    def take(self, asked: Asked) -> bool:
        """Whether the question was open; now it is the caller's, and does not end by itself."""
        if asked.state is not State.OPEN:
            return False
        asked.state = State.TAKEN
        _stop_waiting(asked)
        return True

    def begin_saving(self, asked: Asked) -> bool:
        """Whether what was taken may be carried out; false if it was called off meanwhile."""
        if asked.state is not State.TAKEN:
            return False
        asked.state = State.SAVING
        return True

    def put_back(self, asked: Asked) -> None:
        """Let a question that was taken wait anew, unless it is over or another one was asked."""
        if asked.state in (State.TAKEN, State.SAVING) and self._is_current(asked):
            asked.state = State.OPEN
            self._begin_waiting(asked)

    def close(self, asked: Asked) -> None:
        asked.state = State.OVER
        _stop_waiting(asked)
        if self._is_current(asked):
            del self._asked[asked.user_id]

    def close_all(self) -> None:
        """Wait no more; answers that are being worked on still come to their end."""
        for asked in list(self._asked.values()):
            if asked.state is State.OPEN:
                self.close(asked)

    def _is_current(self, asked: Asked) -> bool:
        return self._asked.get(asked.user_id) is asked

    def _begin_waiting(self, asked: Asked) -> None:
        loop = asyncio.get_running_loop()
        asked.end = loop.call_later(self.lifetime, self._expire, asked)

    def _expire(self, asked: Asked) -> None:
        self.close(asked)
        task = asyncio.ensure_future(_end(asked))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


def _stop_waiting(asked: Asked) -> None:
    if asked.end:
        asked.end.cancel()
        asked.end = None


async def _end(asked: Asked) -> None:
    await asked.when_over(asked)
