"""What CrystalPAY answers is read over HTTP as it stands there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.crystalpay import RegisterInfo
from bot.domain.readings import Balance
from sandbox.crystalpay import SandboxBalance
from sandbox.faults import Fault

BITCOIN = Balance("BITCOIN", "Bitcoin", Decimal("0.0005"), "BTC", 8)
USDT = Balance("USDTTRC", "USDT TRC-20", Decimal("100.1"), "USDT", 6)
TRON = Balance("TRON", "Tron", Decimal(0), "TRX", 6)


async def test_all_balances_come_in_the_order_of_the_answer(crystalpay, keys):
    assert (await crystalpay.read_register(keys)).balances == (BITCOIN, USDT, TRON)


async def test_a_reading_is_as_old_as_its_answer(sandbox, crystalpay, keys):
    with sandbox.hold() as hold:
        task = asyncio.create_task(crystalpay.read_register(keys))
        await hold.arrived()
        released = datetime.now(UTC)
        hold.release()
        assert released <= (await task).as_of <= datetime.now(UTC)


async def test_empties_are_left_out_by_crystalpay_on_request(sandbox, crystalpay, keys):
    assert (await crystalpay.read_register(keys, hide_empty=True)).balances == (BITCOIN, USDT)
    assert sandbox.requests[-1].body["hide_empty"] is True


async def test_nothing_left_is_an_empty_reading(sandbox, crystalpay, keys):
    sandbox.set_balances("shop", {"TRON": SandboxBalance("Tron", "0", "TRX", 6)})
    assert (await crystalpay.read_register(keys, hide_empty=True)).balances == ()


@pytest.mark.parametrize(
    ("amount", "accuracy", "read"),
    [
        (4.0e-6, 8, "0.000004"),
        (7, 2, "7"),
        ("0.1", 8.0, "0.1"),
        ("-12.50", 2, "-12.5"),
        ("123456789012345678901234567890.123456789", 9, "123456789012345678901234567890.123456789"),
    ],
)
async def test_amounts_survive_the_way_whatever_their_form(
    sandbox, crystalpay, keys, amount, accuracy, read
):
    sandbox.set_balances("shop", {"X": SandboxBalance("X", amount, "X", accuracy)})
    (balance,) = (await crystalpay.read_register(keys)).balances
    assert (balance.amount, balance.accuracy) == (Decimal(read), int(accuracy))


async def test_one_balance_is_read_by_its_key(sandbox, crystalpay, keys):
    assert await crystalpay.read_balance(keys, "BITCOIN") == BITCOIN
    assert sandbox.requests[-1].path == "/v3/balance/get/"
    assert sandbox.requests[-1].body["method"] == "BITCOIN"


async def test_the_register_tells_its_own_name(crystalpay, keys):
    assert await crystalpay.read_info(keys) == RegisterInfo(1001, "Shop")


@pytest.mark.parametrize("content_type", ["text/html", "application/octet-stream", "image/png"])
async def test_the_content_type_is_not_believed(sandbox, crystalpay, keys, content_type):
    body = '{"error": false, "errors": [], "items": []}'
    sandbox.fault(Fault(body=body, content_type=content_type))
    assert (await crystalpay.read_register(keys)).balances == ()


async def test_balances_that_are_called_a_page_are_read(sandbox, crystalpay, keys):
    sandbox.fault(Fault(label="text/html"))
    assert (await crystalpay.read_register(keys)).balances == (BITCOIN, USDT, TRON)


async def test_every_request_is_a_post_of_the_keys_as_json(sandbox, crystalpay, keys):
    await crystalpay.read_register(keys)
    (request,) = sandbox.requests
    assert (request.method, request.path) == ("POST", "/v3/balance/list/")
    assert request.body == {"auth_login": "shop", "hide_empty": False}
