"""The rows of an export: changes, and what each balance was at the end of a day; pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, ClassVar, Protocol, Self

from bot.domain.amounts import difference
from bot.domain.changes import Change
from bot.domain.readings import Balance
from bot.exports.defusing import defused
from bot.presentation.amounts import exact


class Row(Protocol):
    """One line of a file. `HEADS`: the columns of a table, which `cells` fills in."""

    HEADS: ClassVar[tuple[str, ...]]

    def cells(self, zone: tzinfo) -> tuple[str, ...]:
        """For a spreadsheet: all text, empty for nothing; names cannot become formulas."""

    def values(self, zone: tzinfo) -> dict[str, Any]:
        """For JSON: names as they are, None for nothing."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A change. `before` None: the balance came; `after` None: it went."""

    HEADS: ClassVar[tuple[str, ...]] = (
        *("at", "at_local", "register", "method", "name", "currency"),
        *("before", "after", "change"),
    )

    at: datetime
    register: str
    method: str
    name: str
    currency: str
    accuracy: int
    before: Decimal | None
    after: Decimal | None

    @classmethod
    def of(cls, change: Change, register: str) -> Self:
        return cls(
            change.at,
            register,
            change.key,
            change.name,
            change.currency,
            change.accuracy,
            change.before,
            change.after,
        )

    @property
    def change(self) -> Decimal | None:
        """None where there is nothing to compare with: a balance came or went."""
        if self.before is None or self.after is None:
            return None
        return difference(self.after, self.before)

    def cells(self, zone: tzinfo) -> tuple[str, ...]:
        amounts = (self._text(each) or "" for each in (self.before, self.after, self.change))
        local = self.at.astimezone(zone).isoformat(" ", "seconds")[:19]  # `at` has the offset
        return (utc(self.at), local, *map(defused, self._names()), *amounts)

    def values(self, zone: tzinfo) -> dict[str, Any]:
        register, method, name, currency = self._names()
        return {
            "at": utc(self.at),
            "register": register,
            "method": method,
            "name": name,
            "currency": currency,
            "before": self._text(self.before),
            "after": self._text(self.after),
            "change": self._text(self.change),
        }

    def _names(self) -> tuple[str, str, str, str]:
        return self.register, self.method, self.name, self.currency

    def _text(self, amount: Decimal | None) -> str | None:
        return None if amount is None else exact(amount, self.accuracy)


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A balance at the end of a day of the reader's time zone.

    `as_of`: when it was last known on that day, the day's end itself if `known`. None: nothing was
    known of the register on that day, so `balance.amount` is not told.
    """

    HEADS: ClassVar[tuple[str, ...]] = (
        *("date", "register", "method", "name", "currency"),
        *("balance", "known", "as_of"),
    )

    day: date
    register: str
    balance: Balance
    known: bool
    as_of: datetime | None

    def cells(self, zone: tzinfo) -> tuple[str, ...]:
        names = (self.register, self.balance.key, self.balance.name, self.balance.currency)
        known = "yes" if self.known else "no"
        as_of = self._as_of(zone) or ""
        return (self.day.isoformat(), *map(defused, names), self._amount() or "", known, as_of)

    def values(self, zone: tzinfo) -> dict[str, Any]:
        return {
            "date": self.day.isoformat(),
            "register": self.register,
            "method": self.balance.key,
            "name": self.balance.name,
            "currency": self.balance.currency,
            "balance": self._amount(),
            "known": self.known,
            "as_of": self._as_of(zone),
        }

    def _amount(self) -> str | None:
        known = self.as_of is not None
        return exact(self.balance.amount, self.balance.accuracy) if known else None

    def _as_of(self, zone: tzinfo) -> str | None:
        return self.as_of.astimezone(zone).isoformat("T", "seconds") if self.as_of else None


def utc(moment: datetime) -> str:
    """ISO 8601, as exact as the record."""
    return moment.astimezone(UTC).isoformat("T", "milliseconds")
