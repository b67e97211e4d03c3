"""Made-up payments and withdrawals for the demo: balances that live, and where they come from."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from sandbox.crystalpay.registers import SandboxBalance
from sandbox.crystalpay.server import CrystalPaySandbox

MIN_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 5.0, 20.0
PAST = timedelta(days=30)
CHANGES_A_DAY = 14
SHARE_OF_WITHDRAWALS = 0.15


@dataclass(frozen=True)
class PastBalances:
    """What a register held from so long ago on."""

    ago: timedelta
    balances: Mapping[str, SandboxBalance]


async def move_now_and_then(crystalpay: CrystalPaySandbox, chance: random.Random) -> None:
    """Runs forever: every few seconds a payment comes in somewhere, or a withdrawal goes out."""
    while True:
        await asyncio.sleep(chance.uniform(MIN_PAUSE_SECONDS, MAX_PAUSE_SECONDS))
        move(crystalpay, chance)


def move(crystalpay: CrystalPaySandbox, chance: random.Random) -> None:
    """One payment or withdrawal of a balance that is not empty."""
    login = chance.choice(crystalpay.logins)
    balances = crystalpay.balances(login)
    if filled := [key for key, balance in balances.items() if not balance.empty]:
        key = chance.choice(filled)
        crystalpay.receive(login, key, format(_movement(balances[key], chance), "f"))


def past_of(
    balances: Mapping[str, SandboxBalance], chance: random.Random
) -> Iterator[PastBalances]:
    """How a register came to hold `balances`, newest first, beginning with them a minute ago."""
    held, ago = dict(balances), timedelta(minutes=1)
    while ago < PAST:
        yield PastBalances(ago, dict(held))
        key = chance.choice([key for key, balance in held.items() if not balance.empty])
        held[key] = _less(held[key], _movement(held[key], chance))
        ago += timedelta(days=1) * chance.uniform(0.2, 1.8) / CHANGES_A_DAY


def _movement(balance: SandboxBalance, chance: random.Random) -> Decimal:
    """Some thousandths of the balance, exact to its accuracy; negative for a withdrawal."""
    smallest = Decimal(1).scaleb(-int(balance.accuracy))
    units = int(Decimal(str(balance.amount)) / smallest)
    amount = max(1, units * chance.randint(2, 60) // 1000) * smallest
    return -amount if chance.random() < SHARE_OF_WITHDRAWALS and units > 1 else amount


def _less(balance: SandboxBalance, movement: Decimal) -> SandboxBalance:
    before = max(Decimal(0), Decimal(str(balance.amount)) - movement)
    return replace(balance, amount=format(before, "f"))
