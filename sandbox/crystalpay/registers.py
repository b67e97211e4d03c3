"""Registers and their balances as CrystalPAY holds and writes them; requests are not here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class SandboxBalance:
    """A balance as CrystalPAY holds it.

    An amount given as text is sent without trailing zeros, as in the real answers; a number is
    sent as a number; text that is no number is sent unchanged.
    """

    name: str
    amount: str | int | float
    currency: str
    accuracy: int | float

    def as_json(self) -> Json:
        return {
            "name": self.name,
            "amount": _without_trailing_zeros(self.amount),
            "currency": self.currency,
            "amount_accuracy": self.accuracy,
        }

    @property
    def empty(self) -> bool:
        try:
            return Decimal(str(self.amount)) == 0
        except InvalidOperation:
            return False


@dataclass
class Register:
    login: str
    secret: str
    name: str
    balances: dict[str, SandboxBalance]
    id: int
    created_at: str = "2024-02-29 12:30:00"
    status_level: int = 2

    def info(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "status_level": self.status_level,
            "created_at": self.created_at,
        }


def _without_trailing_zeros(amount: str | int | float) -> str | int | float:
    if not isinstance(amount, str) or "." not in amount or "e" in amount.lower():
        return amount
    return amount.rstrip("0").rstrip(".")
