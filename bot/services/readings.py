"""Reads registers; one reading serves all who ask at the time, and recent ones are reused."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto

from bot.crystalpay import (
    CrystalPay,
    CrystalPayError,
    Priority,
    Refused,
    Unreachable,
    Unreadable,
)
from bot.domain.readings import Failure, Outcome, Problem, ProblemKind, Reading, RegisterOutcome
from bot.domain.registers import Credentials, Register
from bot.services.recorder import Recorder
from bot.storage import Database, RegisterTable
from bot.vault import KeyUnreadable, SecretLost, Vault

log = logging.getLogger(__name__)

SCREEN_LIFETIME_SECONDS = 60.0
"""How long the pages of a screen can be turned without asking CrystalPAY again."""


class Freshness(Enum):
    """How new an outcome must be. In any case, a reading in flight is joined."""

    RECENT = auto()
    """A reading younger than READING_TTL is enough; a failure is not."""
    SAME_SCREEN = auto()
    """Any outcome of the last minute is enough, even a failure: only the page changes."""
    FORCE = auto()
    """Ask CrystalPAY."""


@dataclass(frozen=True, slots=True)
class _Recent:
    outcome: Outcome
    secret_version: int
    at: float  # seconds on the event loop's clock


@dataclass(frozen=True, slots=True)
class _Flight:
    task: asyncio.Task[Outcome]
    priority: Priority


@dataclass(frozen=True, slots=True)
class _StoredCredentials:
    login: str
    encrypted_secret: str
    secret_version: int


class Readings:
    """Everyone who asks for a register while it is being read shares the reading.

    A reading with a register's old secret is not reused once it has a new one.
    """

    def __init__(
        self,
        crystalpay: CrystalPay,
        database: Database,
        vault: Vault,
        recorder: Recorder,
        *,
        ttl_seconds: float,
    ) -> None:
        """`ttl_seconds`: how long a reading counts as recent; 0: none does."""
        self._crystalpay = crystalpay
        self._registers = RegisterTable(database)
        self._recorder = recorder
        self._vault = vault
        self._ttl_seconds = ttl_seconds
        self._stored_credentials: dict[int, _StoredCredentials] = {}
        self._recent: dict[int, _Recent] = {}
        self._in_flight: dict[tuple[int, int], _Flight] = {}

    async def read(
        self, registers: Sequence[Register], freshness: Freshness
    ) -> tuple[RegisterOutcome, ...]:
        """One outcome per register, in the same order; they are read concurrently.

        Each is new, shared or reused, as `freshness` allows. A failure of CrystalPAY's is an
        outcome, not an exception; raises DatabaseError. Cancelling the caller does not cancel the
        readings.
        """
        found = [await self._known(each, freshness) or self._flight(each) for each in registers]
        if flights := [each for each in found if isinstance(each, asyncio.Task)]:
            await asyncio.wait(flights)
        return tuple(
            RegisterOutcome(register, each.result() if isinstance(each, asyncio.Task) else each)
            for register, each in zip(registers, found, strict=True)
        )

    async def watch(self, register: Register, *, max_age_seconds: float) -> Outcome:
        """Read it in the background, after everything that somebody waits for.

        A reading that is not older than `max_age_seconds` will do. A failure of CrystalPAY's is an
        outcome; raises DatabaseError.
        """
        if recent := self.recent_reading(register, max_age_seconds):
            return recent
        return await asyncio.shield(self._flight(register, background=True))

    def recent_reading(self, register: Register, max_age_seconds: float) -> Reading | None:
        """The newest outcome, if it is a reading that is not older than this."""
        recent = self._recent.get(register.id)
        if recent is None or recent.secret_version != register.secret_version:
            return None
        is_young = asyncio.get_running_loop().time() - recent.at <= max_age_seconds
        return recent.outcome if is_young and isinstance(recent.outcome, Reading) else None

    async def close(self) -> None:
        """Cancel the readings in flight."""
        flights = [flight.task for flight in self._in_flight.values()]
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)

    async def _known(self, register: Register, freshness: Freshness) -> Outcome | None:
        if freshness is Freshness.FORCE:
            return None
        recent = self._recent.get(register.id)
        if recent is None:
            return await self._stored(register) if freshness is Freshness.SAME_SCREEN else None
        if recent.secret_version != register.secret_version:
            return None
        age = asyncio.get_running_loop().time() - recent.at
        if freshness is Freshness.SAME_SCREEN:
            return recent.outcome if age < SCREEN_LIFETIME_SECONDS else None
        is_young = age < self._ttl_seconds and isinstance(recent.outcome, Reading)
        return recent.outcome if is_young else None

    async def _stored(self, register: Register) -> Reading | None:
        """After a restart: the stored reading, if it is recent enough for the same screen."""
        reading = await self._recorder.last(register.id)
        return reading if reading and 0 <= reading.age() < SCREEN_LIFETIME_SECONDS else None

    def _flight(self, register: Register, *, background: bool = False) -> asyncio.Task[Outcome]:
        """The reading that is being made, or a new one; a background one that is joined hurries."""
        key = (register.id, register.secret_version)
        if key not in self._in_flight:
            priority = Priority(background=background)
            name = f"read register {register.id}"
            task = asyncio.create_task(self._read(register, priority), name=name)
            task.add_done_callback(lambda _: self._in_flight.pop(key))
            self._in_flight[key] = _Flight(task, priority)
        flight = self._in_flight[key]
        if not background:
            flight.priority.promote()
        return flight.task

    async def _read(self, register: Register, priority: Priority) -> Outcome:
        outcome = await self._ask(register, priority)
        now = asyncio.get_running_loop().time()
        self._recent[register.id] = _Recent(outcome, register.secret_version, now)
        return outcome

    async def _ask(self, register: Register, priority: Priority) -> Outcome:
        try:
            credentials = await self._credentials(register)
            reading = await self._crystalpay.read_register(credentials, priority=priority)
        except SecretLost:
            return await self._failure(register, Problem(ProblemKind.SECRET_LOST))
        except KeyUnreadable as error:
            return await self._failure(register, Problem(ProblemKind.KEY_UNREADABLE, str(error)))
        except CrystalPayError as error:
            return await self._failure(register, problem_of(error))
        self._recorder.record(register.id, reading)
        return reading

    async def _credentials(self, register: Register) -> Credentials:
        """In memory, too, a secret stays encrypted between two readings.

        It is read from the database again when it has a new version, or when it can no longer be
        decrypted: the key may have been rotated. Raises SecretLost, KeyUnreadable.
        """
        known = self._stored_credentials.get(register.id)
        if known is not None and known.secret_version == register.secret_version:
            with suppress(SecretLost):
                return Credentials(known.login, self._vault.decrypt(known.encrypted_secret))
        stored = await self._registers.credentials(register.id)
        if stored is None:
            raise SecretLost
        login, encrypted = stored
        version = register.secret_version
        self._stored_credentials[register.id] = _StoredCredentials(login, encrypted, version)
        return Credentials(login, self._vault.decrypt(encrypted))

    async def _failure(self, register: Register, problem: Problem) -> Failure:
        log.info("Register %s could not be read: %s %s", register.id, problem.kind, problem.detail)
        self._recorder.record_failure(register.id, datetime.now(UTC), problem.kind)
        return Failure(problem, await self._recorder.last(register.id))


def problem_of(error: CrystalPayError) -> Problem:
    """What the failure of a call means for the register's owner."""
    match error:
        case Refused(asks_to_slow_down=True):
            return Problem(ProblemKind.SLOW_DOWN)
        case Refused(keys_are_wrong=True):
            return Problem(ProblemKind.KEYS_REFUSED)
        case Refused():
            return Problem(ProblemKind.REFUSED, "; ".join(error.words))
        case Unreachable(timed_out=True):
            return Problem(ProblemKind.TIMED_OUT)
        case Unreachable(status=int(status)):
            return Problem(ProblemKind.SERVER_ERROR, f"HTTP {status}")
        case Unreadable():
            return Problem(ProblemKind.UNREADABLE, error.what)
        case _:
            return Problem(ProblemKind.UNREACHABLE)
