"""One exact sum per currency over what registers hold, and who is missing; converts nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.amounts import total
from bot.domain.readings import Balance, Failure, Problem, Reading, RegisterOutcome
from bot.domain.registers import Register

Part = tuple[Register, Balance]


@dataclass(frozen=True, slots=True)
class Total:
    """The exact sum of all balances in one currency. `accuracy`: the largest of its parts."""

    currency: str
    amount: Decimal
    accuracy: int
    parts: tuple[Part, ...]

    @property
    def sources(self) -> int:
        """Parts that are not empty."""
        return sum(not balance.is_empty for _, balance in self.parts)

    @property
    def is_empty(self) -> bool:
        """Every part is; +5 and −5 are nothing in all, but not empty."""
        return not self.sources


@dataclass(frozen=True, slots=True)
class Missing:
    """A register that could not be read, so that no sum has its balances.

    `last`: its last known reading; `with_it`: what the totals would be with that reading, of the
    currencies in which it has any.
    """

    register: Register
    problem: Problem
    last: Reading | None
    with_it: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """`sums`: over the registers that were read; most sources first, then by currency. What was
    last known of a register that failed is in none of them.

    `missing`: the registers that failed, in their order. `as_of`: when CrystalPAY answered for the
    first of the others (UTC); None: there are none.
    """

    sums: tuple[Total, ...]
    missing: tuple[Missing, ...]
    as_of: datetime | None


def add_up(outcomes: Sequence[RegisterOutcome]) -> Totals:
    read = [(each.register, each.outcome) for each in outcomes if isinstance(each.outcome, Reading)]
    parts = [(register, balance) for register, reading in read for balance in reading.balances]
    missing = tuple(
        Missing(each.register, failure.problem, failure.last, _with(each.register, failure, parts))
        for each in outcomes
        if isinstance(failure := each.outcome, Failure)
    )
    as_of = min((reading.as_of for _, reading in read), default=None)
    return Totals(_totals(parts), missing, as_of)


def has_sums(outcomes: Sequence[RegisterOutcome], hide_empty: bool) -> bool:
    """Whether totals say more than the balances do: several registers, or a currency twice."""
    if len(outcomes) > 1:
        return True
    balances = [b for each in outcomes if each.reading for b in each.reading.balances]
    times = Counter(b.currency for b in balances if not (hide_empty and b.is_empty))
    return any(count > 1 for count in times.values())


def _with(register: Register, failure: Failure, read: Sequence[Part]) -> tuple[Total, ...]:
    last = failure.last.balances if failure.last else ()
    changed = {balance.currency for balance in last if not balance.is_empty}
    parts = [*read, *((register, balance) for balance in last)]
    return _totals([part for part in parts if part[1].currency in changed])


def _totals(parts: Iterable[Part]) -> tuple[Total, ...]:
    by_currency: dict[str, list[Part]] = {}
    for register, balance in parts:
        by_currency.setdefault(balance.currency, []).append((register, balance))
    totals = [_total(currency, parts) for currency, parts in by_currency.items()]
    return tuple(sorted(totals, key=lambda each: (-each.sources, each.currency)))


def _total(currency: str, parts: Sequence[Part]) -> Total:
    balances = [balance for _, balance in parts]
    return Total(
        currency,
        amount=total(balance.amount for balance in balances),
        accuracy=max(balance.accuracy for balance in balances),
        parts=tuple(parts),
    )
