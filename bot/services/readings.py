"""One reading of a register serves all who ask for it; nothing is read twice without need."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto

from bot.crystalpay import CrystalPay, CrystalPayError, Refused, Unreachable, Unreadable
from bot.domain.readings import Failure, Outcome, Problem, ProblemKind, Reading, RegisterOutcome
from bot.domain.registers import Credentials, Register
from bot.services.delayed_writer import DelayedWriter
from bot.storage import Database, ReadingTable, RegisterTable
from bot.vault import KeyUnreadable, SecretLost, Vault

log = logging.getLogger(__name__)

SCREEN_LIFETIME = 60.0
"""Seconds for which a screen may be turned over without asking CrystalPAY again."""


class Freshness(Enum):
    """How new an outcome must be. Whatever is asked for, a reading in flight is joined."""

    RECENT = auto()
    """A reading younger than READING_TTL will do; a failed try will not."""
    SAME_SCREEN = auto()
    """Whatever came out in the last minute, a problem too: the screen only turns."""
    FORCE = auto()
    """Ask CrystalPAY."""


@dataclass(frozen=True, slots=True)
class _Recent:
    outcome: Outcome
    secret_version: int
    at: float  # on the event loop's clock


@dataclass(frozen=True, slots=True)
class _Keys:
    login: str
    sealed_secret: str
    secret_version: int


class Readings:
    """Reads registers. Everyone who asks for a register while it is being read shares the answer.

    An answer to a register's old secret is not reused after it got a new one.
    """

    def __init__(
        self,
        crystalpay: CrystalPay,
        database: Database,
        vault: Vault,
        *,
        ttl: float,
    ) -> None:
        """`ttl`: seconds for which a reading is young; 0 means that none is."""
        self._crystalpay = crystalpay
        self._registers = RegisterTable(database)
        self._readings = ReadingTable(database)
        self._vault = vault
        self._ttl = ttl
        self._keys: dict[int, _Keys] = {}
        self._recent: dict[int, _Recent] = {}
        self._in_flight: dict[tuple[int, int], asyncio.Task[Outcome]] = {}
        self._unsaved: dict[int, Reading] = {}
        self._writing = DelayedWriter("readings", self._write_readings)

    async def read(
        self, registers: Sequence[Register], freshness: Freshness
    ) -> tuple[RegisterOutcome, ...]:
        """One outcome for each register, in the same order; they are read side by side.

        Each is new, shared or reused, as `freshness` allows. Never raises for what CrystalPAY
        does. Cancelling one who waits does not end the readings.
        """
        found = [await self._known(each, freshness) or self._flight(each) for each in registers]
        if flights := [each for each in found if isinstance(each, asyncio.Task)]:
            await asyncio.wait(flights)
        return tuple(
            RegisterOutcome(register, each.result() if isinstance(each, asyncio.Task) else each)
            for register, each in zip(registers, found, strict=True)
        )

    async def close(self) -> None:
        """End the readings that nobody waits for any more, and keep those that came."""
        flights = list(self._in_flight.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        await self._writing.close()

    async def _known(self, register: Register, freshness: Freshness) -> Outcome | None:
        if freshness is Freshness.FORCE:
            return None
        recent = self._recent.get(register.id)
        if recent is None:
            return await self._kept(register) if freshness is Freshness.SAME_SCREEN else None
        if recent.secret_version != register.secret_version:
            return None
        age = asyncio.get_running_loop().time() - recent.at
        if freshness is Freshness.SAME_SCREEN:
            return recent.outcome if age < SCREEN_LIFETIME else None
        return recent.outcome if age < self._ttl and isinstance(recent.outcome, Reading) else None

    async def _kept(self, register: Register) -> Reading | None:
        """After a restart: the last reading, if it is of the last minute."""
        reading = await self._readings.last(register.id)
        return reading if reading and 0 <= reading.age() < SCREEN_LIFETIME else None

    def _flight(self, register: Register) -> asyncio.Task[Outcome]:
        key = (register.id, register.secret_version)
        if key not in self._in_flight:
            flight = asyncio.create_task(self._read(register), name=f"read register {register.id}")
            flight.add_done_callback(lambda _: self._in_flight.pop(key))
            self._in_flight[key] = flight
        return self._in_flight[key]

    async def _read(self, register: Register) -> Outcome:
        outcome = await self._ask(register)
        now = asyncio.get_running_loop().time()
        self._recent[register.id] = _Recent(outcome, register.secret_version, now)
        return outcome

    async def _ask(self, register: Register) -> Outcome:
        try:
            reading = await self._crystalpay.read_register(await self._credentials(register))
        except SecretLost:
            return await self._failure(register, Problem(ProblemKind.SECRET_LOST))
        except KeyUnreadable as error:
            return await self._failure(register, Problem(ProblemKind.KEY_UNREADABLE, str(error)))
        except CrystalPayError as error:
            return await self._failure(register, problem_of(error))
        self._unsaved[register.id] = reading
        self._writing.schedule()
        return reading

    async def _credentials(self, register: Register) -> Credentials:
        """What is kept of a register between two readings is the sealed secret, never the secret.

        It is fetched anew for a new version, and when it does not open any more: the encryption
        key may have been rotated. Raises SecretLost, KeyUnreadable.
        """
        kept = self._keys.get(register.id)
        if kept is not None and kept.secret_version == register.secret_version:
            with suppress(SecretLost):
                return Credentials(kept.login, self._vault.open(kept.sealed_secret))
        keys = await self._registers.keys(register.id)
        if keys is None:
            raise SecretLost
        self._keys[register.id] = _Keys(*keys, register.secret_version)
        login, sealed = keys
        return Credentials(login, self._vault.open(sealed))

    async def _write_readings(self) -> None:
        """Of several readings of one register the newest; one that came meanwhile stays."""
        while self._unsaved:
            register_id, reading = next(iter(self._unsaved.items()))
            await self._readings.keep(register_id, reading)
            if self._unsaved[register_id] is reading:
                del self._unsaved[register_id]

    async def _failure(self, register: Register, problem: Problem) -> Failure:
        log.info("Register %s could not be read: %s %s", register.id, problem.kind, problem.detail)
        unsaved = self._unsaved.get(register.id)
        return Failure(problem, unsaved or await self._readings.last(register.id))


def problem_of(error: CrystalPayError) -> Problem:
    """What a failed call means for the register's owner."""
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
