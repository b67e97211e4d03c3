"""What is no reading is one of three errors, and is asked once."""

from __future__ import annotations

import json

import pytest

from bot.crystalpay import Refused, Unreachable, Unreadable
from bot.domain.registers import Credentials
from sandbox.crystalpay import SandboxBalance
from sandbox.faults import Fault


def refusal(*words):
    return json.dumps({"error": True, "errors": words})


async def test_wrong_keys_are_a_refusal_about_the_keys(sandbox, crystalpay):
    with pytest.raises(Refused, match="Invalid auth credentials") as caught:
        await crystalpay.read_register(Credentials("shop", "not-the-secret"))
    assert caught.value.keys_are_wrong
    assert not caught.value.asks_to_slow_down
    assert len(sandbox.requests) == 1


async def test_an_error_with_status_200_is_a_refusal_in_the_words_of_the_api(crystalpay, keys):
    with pytest.raises(Refused, match="Method not found") as caught:
        await crystalpay.read_balance(keys, "NO_SUCH")
    assert not caught.value.keys_are_wrong


async def test_an_error_without_words_is_a_refusal(sandbox, crystalpay, keys):
    sandbox.fault(Fault(body=refusal()))
    with pytest.raises(Refused, match="without a reason"):
        await crystalpay.read_register(keys)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=429),
        Fault(status=429, body=refusal("slower")),
        Fault(body=refusal("Rate limit exceeded")),
        Fault(body=refusal("Too Many Requests")),
    ],
)
async def test_slow_down_is_told_and_not_tried_again(sandbox, crystalpay, keys, fault):
    sandbox.fault(fault)
    with pytest.raises(Refused) as caught:
        await crystalpay.read_register(keys)
    assert caught.value.asks_to_slow_down
    assert len(sandbox.requests) == 1


async def test_after_slow_down_nobody_asks_for_a_second(sandbox, crystalpay, keys):
    sandbox.fault(Fault(status=429, times=1))
    with pytest.raises(Refused):
        await crystalpay.read_register(keys)
    await crystalpay.read_info(keys)
    first, second = (request.at for request in sandbox.requests)
    assert second - first >= 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("body", [None, refusal("Invalid auth credentials"), ""])
async def test_a_server_out_of_order_is_unreachable_and_not_tried_again(
    sandbox, crystalpay, keys, status, body
):
    sandbox.fault(Fault(status=status, body=body))
    with pytest.raises(Unreachable) as caught:
        await crystalpay.read_register(keys)
    assert caught.value.status == status
    assert not caught.value.timed_out
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(body="<html><body>Checking your browser…</body></html>"),
        Fault(body=""),
        Fault(body='{"error": false, "items": {"BITCOIN"'),
        Fault(body="[]"),
        Fault(body='{"error": false, "errors": []}'),
        Fault(body=b"\xff\xfe\x00"),
        Fault(body='{"error": false, "items": []}', headers={"Content-Encoding": "gzip"}),
        Fault(status=404),
        Fault(status=302, headers={"Location": "https://example.com/"}),
    ],
)
async def test_an_answer_without_sense_is_unreadable(sandbox, crystalpay, keys, fault):
    sandbox.fault(fault)
    with pytest.raises(Unreadable):
        await crystalpay.read_register(keys)
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "no number", "", "1_0"])
async def test_an_amount_that_is_no_number_is_named(sandbox, crystalpay, keys, amount):
    sandbox.set_balances("shop", {"BITCOIN": SandboxBalance("Bitcoin", amount, "BTC", 8)})
    with pytest.raises(Unreadable, match="the amount of BITCOIN is not a decimal number"):
        await crystalpay.read_register(keys)
