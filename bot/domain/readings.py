"""Readings of registers, and the problems that prevent them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.registers import Register


@dataclass(frozen=True, slots=True)
class Balance:
    """One balance of a register. `key`: CrystalPAY's internal name; `accuracy`: decimal places."""

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
    """All balances of a register, in CrystalPAY's order. `as_of`: when it answered (UTC)."""

    as_of: datetime
    balances: tuple[Balance, ...]

    def age(self) -> float:
        """Seconds since CrystalPAY answered; negative if the clock was set back."""
        return (datetime.now(UTC) - self.as_of).total_seconds()


class ProblemKind(StrEnum):
    """Why a register could not be read, distinguished by what its owner can do about it."""

    KEYS_REFUSED = "keys_refused"
    REFUSED = "refused"
    SLOW_DOWN = "slow_down"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    SERVER_ERROR = "server_error"
    UNREADABLE = "unreadable"
    SECRET_LOST = "secret_lost"  # noqa: S105 - the name of a problem, not a password
    KEY_UNREADABLE = "key_unreadable"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why reading failed. `detail`: CrystalPAY's words, a status or a field; never a secret."""

    kind: ProblemKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A register could not be read. `last`: its last known reading, if any."""

    problem: Problem
    last: Reading | None


Outcome = Reading | Failure
"""The result of reading a register. Expected failures are values, not exceptions."""


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """A register and the result of reading it."""

    register: Register
    outcome: Outcome

    @property
    def reading(self) -> Reading | None:
        """The newest known reading: this one, or the last one before the failure."""
        return self.outcome.last if isinstance(self.outcome, Failure) else self.outcome

    @property
    def problem(self) -> Problem | None:
        return self.outcome.problem if isinstance(self.outcome, Failure) else None
