"""The demo's balances move by exact amounts, and so did those of its made-up past."""

import random
from decimal import Decimal
from itertools import pairwise

from sandbox import seed
from sandbox.crystalpay import CrystalPaySandbox
from sandbox.crystalpay.movements import PAST, move, past_of


def digits_behind_the_point(amount: str | int | float) -> int:
    exponent = Decimal(str(amount)).as_tuple().exponent
    assert isinstance(exponent, int)
    return -exponent


def test_payments_and_withdrawals_keep_to_the_accuracy_and_leave_nothing_below_zero() -> None:
    crystalpay, chance = CrystalPaySandbox(), random.Random(1)
    seed.add_registers(crystalpay)
    before = {login: crystalpay.balances(login) for login in crystalpay.logins}
    for _ in range(2000):
        move(crystalpay, chance)
    moved = 0
    for login, balances in before.items():
        for key, balance in crystalpay.balances(login).items():
            moved += balance.amount != balances[key].amount
            assert Decimal(str(balance.amount)) >= 0
            assert digits_behind_the_point(balance.amount) <= balance.accuracy
            assert balance.empty == balances[key].empty
    assert moved > 10


def test_the_past_leads_step_by_step_to_what_is_held_now() -> None:
    past = list(past_of(seed.SHOP.balances, random.Random(2)))
    assert past[0].balances == seed.SHOP.balances
    assert len(past) > 200
    assert past[-1].ago < PAST
    for later, earlier in pairwise(past):
        assert later.ago < earlier.ago
        (key,) = [k for k, b in later.balances.items() if earlier.balances[k] != b]
        assert Decimal(str(earlier.balances[key].amount)) >= 0
