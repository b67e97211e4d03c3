"""When which register is to be read next; pure: it knows no clock and reads nothing.

Moments and durations are seconds on the event loop's clock. After a time in which everything stood
still, nothing is caught up with: the registers are spread over an interval again.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.readings import Failure, Outcome, ProblemKind
from bot.domain.registers import Register

MAX_BACKOFF_SECONDS = 600.0
"""Between two tries of a register that keeps failing."""

JITTER = 0.1
"""Of the interval: so that registers which were read together part."""

ONLY_A_NEW_SECRET_HELPS = (ProblemKind.KEYS_REFUSED, ProblemKind.SECRET_LOST)


@dataclass(slots=True)
class _Plan:
    register: Register
    due: float
    failures: int = 0  # since the last reading
    tried_at: float = 0.0
    is_running: bool = False


@dataclass(slots=True)
class WatchSchedule:
    """Each register is due once in an interval; one that fails ever less often."""

    interval: float
    _plans: dict[int, _Plan] = field(default_factory=dict)
    _random: random.Random = field(default_factory=random.Random)

    def update(self, registers: Sequence[Register], interval: float, now: float) -> None:
        """These are the registers now. New ones are spread over an interval, the first at once.

        One with a new secret is due at once, for that may be what it needed.
        """
        self.interval = interval
        known, self._plans = self._plans, {}
        new = [each for each in registers if each.id not in known]
        for register in registers:
            plan = known.get(register.id) or self._first(register, new, now)
            if plan.register.secret_version != register.secret_version:
                plan.due, plan.failures = now, 0
            plan.register = register
            self._plans[register.id] = plan

    def start_due(self, now: float) -> Iterator[Register]:
        """Those that are to be read now; `finish` each."""
        for plan in self._plans.values():
            if now - plan.due > self.interval and not plan.is_running:
                plan.due = now + self._random.random() * self.interval  # everything stood still
            if plan.due <= now and not plan.is_running:
                plan.is_running, plan.tried_at = True, now
                yield plan.register

    def finish(self, register: Register, outcome: Outcome, now: float) -> None:
        """It was read, or it failed; from this follows when it is due again."""
        plan = self._plans.get(register.id)
        if plan is None:
            return
        plan.is_running = False
        if plan.register.secret_version != register.secret_version:
            return  # it failed with a secret that it no longer has
        plan.failures = plan.failures + 1 if isinstance(outcome, Failure) else 0
        plan.due = max(now, plan.due + self._after(outcome, plan.failures))

    def failing(self) -> Sequence[tuple[Register, float]]:
        """Those that wait after a failure, and when they were tried."""
        plans = self._plans.values()
        return [(p.register, p.tried_at) for p in plans if p.failures and not p.is_running]

    def recover(self, register: Register, now: float) -> None:
        """Somebody else has read it since it failed: back to normal."""
        plan = self._plans[register.id]
        plan.failures, plan.due = 0, now + self._jittered(self.interval)

    def next_due(self) -> float | None:
        """None if nothing is to come before something is finished."""
        return min((p.due for p in self._plans.values() if not p.is_running), default=None)

    def _first(self, register: Register, new: Sequence[Register], now: float) -> _Plan:
        share = new.index(register) / len(new)
        return _Plan(register, now + share * self.interval)

    def _after(self, outcome: Outcome, failures: int) -> float:
        longest = max(MAX_BACKOFF_SECONDS, self.interval)
        if isinstance(outcome, Failure) and outcome.problem.kind in ONLY_A_NEW_SECRET_HELPS:
            return self._jittered(longest)
        return self._jittered(min(longest, self.interval * 2.0 ** min(failures, 30)))

    def _jittered(self, seconds: float) -> float:
        return seconds * self._random.uniform(1 - JITTER, 1 + JITTER)
