"""Readings of registers, and what came instead."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.registers import Register


@dataclass(frozen=True, slots=True)
class Balance:
    """One row of a register. `key` is CrystalPAY's internal name, `accuracy` its decimal digits."""

    key: str
    name: str
    amount: Decimal
    currency: str
    accuracy: int

    @property
    def is_empty(self) -> bool:
        return self.amount == 0


@dataclass(frozen=True, slots=True)
class Reading:
    """All balances of one register, in CrystalPAY's order, as it answered them at `as_of` (UTC)."""

    as_of: datetime
    balances: tuple[Balance, ...]

    def age(self) -> float:
        """Seconds since CrystalPAY answered."""
        return (datetime.now(UTC) - self.as_of).total_seconds()


class ProblemKind(StrEnum):
    """Why a register could not be read, by what its owner can do about it."""

    KEYS_REFUSED = "keys_refused"
    REFUSED = "refused"
    SLOW_DOWN = "slow_down"
    TIMED_OUT = "silent"
    UNREACHABLE = "unreachable"
    SERVER_ERROR = "out_of_order"
    UNREADABLE = "unreadable"
    SECRET_LOST = "secret_lost"  # noqa: S105 - the name of a problem, not a password
    KEY_UNREADABLE = "key_unreadable"


@dataclass(frozen=True, slots=True)
class Problem:
    """A failed try. `detail` is for people: CrystalPAY's words, a status, a field; no secret."""

    kind: ProblemKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A register that could not be read, with the last reading that is known of it."""

    problem: Problem
    last: Reading | None


Outcome = Reading | Failure
"""What a try to read a register came to. Expected failures are values, not exceptions."""


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """A register and what reading it came to."""

    register: Register
    outcome: Outcome

    @property
    def reading(self) -> Reading | None:
        """The newest reading that is known, be it of now or of before the failure."""
        return self.outcome.last if isinstance(self.outcome, Failure) else self.outcome

    @property
    def problem(self) -> Problem | None:
        return self.outcome.problem if isinstance(self.outcome, Failure) else None
