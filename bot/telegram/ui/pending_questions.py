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
    OPEN = auto()
    """Waits for an answer."""
    TAKEN = auto()
    """An answer is being processed; the question can still be cancelled."""
    SAVING = auto()
    """What the answer leads to is being written."""
    CLOSED = auto()


@dataclass(eq=False, slots=True)
class PendingQuestion:
    """A question put to a user. Its buttons carry its `number`.

    `message_id`: of the message with these buttons; None until it is sent.
    """

    user_id: int
    number: int
    question: Question
    on_expired: Callable[["PendingQuestion"], Awaitable[None]]
    state: State = State.OPEN
    message_id: int | None = None
    timer: asyncio.TimerHandle | None = None


class PendingQuestions:
    """At most one question per user; a new one replaces the one before.

    An answer takes its question at once, so that no second answer gets it too. Numbers start at
    random: a button from before a restart matches no question of this process.
    `adding` is held while a register is looked up and added, so that two admins who send the same
    one add it once.
    """

    def __init__(self, lifetime: float = LIFETIME) -> None:
        """`lifetime` in seconds."""
        self.lifetime = lifetime
        self.adding = asyncio.Lock()
        self._numbers = count(secrets.randbits(40))
        self._by_user: dict[int, PendingQuestion] = {}
        self._expiring: set[asyncio.Task[None]] = set()

    def ask(
        self,
        user_id: int,
        question: Question,
        on_expired: Callable[[PendingQuestion], Awaitable[None]],
    ) -> PendingQuestion:
        """Wait for an answer; `on_expired` is called when none has come in time."""
        if (previous := self._by_user.get(user_id)) and previous.state is State.OPEN:
            self.close(previous)
        pending = PendingQuestion(user_id, next(self._numbers), question, on_expired)
        self._by_user[user_id] = pending
        self._start_timer(pending)
        return pending

    def current(self, user_id: int) -> PendingQuestion | None:
        """The question that waits, or whose answer is being processed."""
        return self._by_user.get(user_id)

    def is_current(self, pending: PendingQuestion) -> bool:
        return self._by_user.get(pending.user_id) is pending

    def find(self, user_id: int, number: int) -> PendingQuestion | None:
        """The current question, if it has this number and can still be cancelled."""
        pending = self._by_user.get(user_id)
        if pending is None or pending.number != number or pending.state is State.SAVING:
            return None
        return pending

    def take(self, pending: PendingQuestion) -> bool:
        """Whether the question was open; now it belongs to the caller and does not expire."""
        if pending.state is not State.OPEN:
            return False
        pending.state = State.TAKEN
        _stop_timer(pending)
        return True

    def begin_saving(self, pending: PendingQuestion) -> bool:
        """Whether the answer may be saved; False if the question was cancelled meanwhile."""
        if pending.state is not State.TAKEN:
            return False
        pending.state = State.SAVING
        return True

    def reopen(self, pending: PendingQuestion) -> None:
        """Let a question that was taken wait again, unless it was closed or replaced."""
        if pending.state in (State.TAKEN, State.SAVING) and self.is_current(pending):
            pending.state = State.OPEN
            self._start_timer(pending)

    def close(self, pending: PendingQuestion) -> None:
        pending.state = State.CLOSED
        _stop_timer(pending)
        if self.is_current(pending):
            del self._by_user[pending.user_id]

    def close_all(self) -> None:
        """Stop waiting; answers that are being processed are still finished."""
        for pending in list(self._by_user.values()):
            if pending.state is State.OPEN:
                self.close(pending)

    def _start_timer(self, pending: PendingQuestion) -> None:
        loop = asyncio.get_running_loop()
        pending.timer = loop.call_later(self.lifetime, self._expire, pending)

    def _expire(self, pending: PendingQuestion) -> None:
        self.close(pending)
        task = asyncio.ensure_future(_notify(pending))
        self._expiring.add(task)
        task.add_done_callback(self._expiring.discard)


def _stop_timer(pending: PendingQuestion) -> None:
    if pending.timer:
        pending.timer.cancel()
        pending.timer = None


async def _notify(pending: PendingQuestion) -> None:
    await pending.on_expired(pending)
