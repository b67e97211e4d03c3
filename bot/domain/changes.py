"""What has become of balances over time: changes, the time a register was known, and gaps in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.amounts import difference
from bot.domain.readings import Balance, ProblemKind, Reading


@dataclass(frozen=True, slots=True)
class Change:
    """One balance of a register before and after, and when it was first seen so (UTC).

    `before` None: it came, or nothing was known before; `after` None: it went. They are equal
    where only its name or accuracy changed; a new currency is one that went and one that came.
    `name`, `currency` and `accuracy` are those from then on. `begins_record`: nothing about the
    register was known before, so it only says what there was.
    """

    at: datetime
    register_id: int
    key: str
    name: str
    currency: str
    accuracy: int
    before: Decimal | None
    after: Decimal | None
    begins_record: bool = False

    @property
    def difference(self) -> Decimal:
        """Exact; a balance that is not there counts as nothing."""
        return difference(self.after or Decimal(0), self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a register was not read. `problem`: why not; None: nobody tried.

    Began with the last reading before it, ended with the first one after it; `ended` None: it
    still lasts.
    """

    began: datetime
    ended: datetime | None
    problem: ProblemKind | None


@dataclass(frozen=True, slots=True)
class PastReading:
    """A register's balances at a moment of the past, as far as they are known.

    `is_known`: the moment is not in a gap; `reading.as_of` is the moment then, else when the
    balances were last known before it. In CrystalPAY's order of today, what is gone last.
    """

    moment: datetime
    reading: Reading
    is_known: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """How a reading differs from what was known: `changed` as they are now; `gone`: keys."""

    changed: tuple[Balance, ...]
    gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone)


def compare(known: Mapping[str, Balance], reading: Reading) -> Difference:
    """Amounts that are equal in value but written otherwise («100.1», «100.100») are no change."""
    keys = {balance.key for balance in reading.balances}
    return Difference(
        tuple(balance for balance in reading.balances if known.get(balance.key) != balance),
        tuple(key for key in known if key not in keys),
    )
