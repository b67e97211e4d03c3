"""The sandbox's CrystalPAY answers as documents and working clients say the real one does."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from sandbox import seed
from sandbox.crystalpay import CrystalPaySandbox, SandboxBalance
from sandbox.faults import Fault


async def test_the_list_is_the_documented_one(ask):
    status, body = await ask()
    assert status == 200
    assert json.loads(body) == {
        "error": False,
        "errors": [],
        "items": {
            "BITCOIN": {
                "name": "Bitcoin",
                "amount": "0.0005",
                "currency": "BTC",
                "amount_accuracy": 8,
            },
            "USDTTRC": {
                "name": "USDT TRC-20",
                "amount": "100.1",
                "currency": "USDT",
                "amount_accuracy": 6,
            },
            "TRON": {"name": "Tron", "amount": "0", "currency": "TRX", "amount_accuracy": 6},
        },
    }


async def test_empties_are_hidden_on_request(ask):
    _, body = await ask(hide_empty=True)
    assert list(json.loads(body)["items"]) == ["BITCOIN", "USDTTRC"]


async def test_nothing_left_is_a_list(crystalpay, ask):
    crystalpay.set_balances("shop", {"TRON": SandboxBalance("Tron", "0.00", "TRX", 6)})
    _, body = await ask(hide_empty=True)
    assert json.loads(body)["items"] == []


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("100.10", '"100.1"'),
        ("0.000", '"0"'),
        ("100", '"100"'),
        (4.0e-6, "4e-06"),
        (7, "7"),
        ("1E-6", '"1E-6"'),
        ("NaN", '"NaN"'),
        ("no number", '"no number"'),
    ],
)
async def test_an_amount_is_written_as_php_would(crystalpay, ask, amount, written):
    crystalpay.set_balances("shop", {"X": SandboxBalance("X", amount, "X", 8.0)})
    _, body = await ask()
    assert f'"amount": {written}, ' in body
    assert '"amount_accuracy": 8.0' in body


async def test_one_balance_and_the_register_itself(ask):
    _, body = await ask("balance/get/", method="BITCOIN")
    assert json.loads(body)["method"] == "BITCOIN"
    assert json.loads(body)["amount"] == "0.0005"
    _, body = await ask("me/info/")
    info = json.loads(body)
    assert (info["name"], type(info["id"]), type(info["status_level"])) == ("Shop", int, int)
    assert info["created_at"] == "2024-02-29 12:30:00"


@pytest.mark.parametrize(
    ("path", "body", "errors"),
    [
        ("balance/list/", {"secret": "wrong"}, ["Invalid auth credentials"]),
        ("balance/list/", {"login": "nobody"}, ["Invalid auth credentials"]),
        ("me/info/", {"login": ""}, ["`auth_login` field is required"]),
        ("balance/get/", {}, ["`method` field is required"]),
        ("balance/get/", {"method": "NO"}, ["Method not found"]),
    ],
)
async def test_a_refusal_is_an_answer_with_status_200(ask, path, body, errors):
    status, text = await ask(path, **body)
    assert status == 200
    assert json.loads(text) == {"error": True, "errors": errors}


async def content_type_of(crystalpay, http, **body):
    async with http.post(crystalpay.url + "balance/list/", json=body) as response:
        return response.content_type


async def test_answers_and_refusals_come_as_json(crystalpay, http):
    crystalpay.limit_per_second = 2
    keys = {"auth_login": "shop", "auth_secret": "a-test-secret"}
    for body in (keys, {}, {}):  # an answer, a refusal, and one too many
        assert await content_type_of(crystalpay, http, **body) == "application/json"


async def test_the_right_answer_may_be_called_something_else(crystalpay, http, ask):
    keys = {"auth_login": "shop", "auth_secret": "a-test-secret"}
    crystalpay.fault(Fault(label="text/html", times=1), "shop")
    assert await content_type_of(crystalpay, http, **keys) == "text/html"
    assert await content_type_of(crystalpay, http, **keys) == "application/json"
    crystalpay.fault(Fault(label="text/html"))
    assert len(json.loads((await ask())[1])["items"]) == 3


@pytest.mark.parametrize("path", ["/balance/list/", "balance//list/", "//balance///list//"])
async def test_slashes_are_merged_on_the_way(ask, path):
    status, body = await ask(path)
    assert status == 200
    assert len(json.loads(body)["items"]) == 3


@pytest.mark.parametrize("path", ["balance/list", "balance/", "payoff/create/"])
async def test_another_path_is_a_page_that_says_404(ask, path):
    status, text = await ask(path)
    assert status == 404
    assert "404 Not Found" in text


@pytest.mark.parametrize("asked", [{"method": "GET"}, {"method": "POST", "data": b"{"}])
async def test_without_json_there_are_no_keys(crystalpay, http, asked):
    async with http.request(url=crystalpay.url + "me/info/", **asked) as response:
        assert response.status == 200
        assert "`auth_login` field is required" in await response.text()


async def test_a_register_that_is_gone_has_wrong_keys(crystalpay, ask):
    crystalpay.remove_register("shop")
    assert "Invalid auth" in (await ask())[1]


async def test_the_sixth_request_in_a_second_is_refused(ask):
    answers = await asyncio.gather(*(ask() for _ in range(6)))
    refused = [text for status, text in answers if status == 429]
    assert [json.loads(text) for text in refused] == [
        {"error": True, "errors": ["Too many requests, limit is 5 per second"]}
    ]


async def test_the_limit_can_be_switched_off(crystalpay, ask):
    crystalpay.limit_per_second = None
    answers = await asyncio.gather(*(ask() for _ in range(30)))
    assert {status for status, _ in answers} == {200}


async def test_requests_are_recorded_without_the_secret(crystalpay, ask):
    await ask(hide_empty=True)
    [request] = crystalpay.requests
    assert (request.method, request.path, request.login) == ("POST", "/v3/balance/list/", "shop")
    assert request.body == {"auth_login": "shop", "hide_empty": True}


async def test_a_fault_hits_one_login_until_it_is_healed(crystalpay, ask):
    crystalpay.add_register("market", "another-test-secret", "Market", {})
    crystalpay.fault(Fault(status=502), "shop")
    assert (await ask())[0] == 502
    assert (await ask(login="market", secret="another-test-secret"))[0] == 200
    crystalpay.heal("shop")
    assert (await ask())[0] == 200


async def test_a_fault_heals_itself_after_its_times(crystalpay, ask):
    crystalpay.fault(Fault(body="<b>Fatal error</b>", headers={"X-Powered-By": "PHP"}, times=2))
    assert [(await ask())[1] == "<b>Fatal error</b>" for _ in range(3)] == [True, True, False]


async def test_a_delayed_answer_is_right(crystalpay, ask):
    crystalpay.fault(Fault(delay=0.01))
    assert (await ask())[0] == 200


async def test_a_dropped_connection_has_no_answer(crystalpay, ask):
    crystalpay.fault(Fault(drop=True))
    with pytest.raises(aiohttp.ClientError):
        await ask()


async def test_silence_does_not_hold_the_server_open(http):
    async with CrystalPaySandbox() as crystalpay:
        crystalpay.fault(Fault(silence=True))
        with crystalpay.hold() as hold:
            asked = asyncio.create_task(http.post(crystalpay.url + "me/info/", json={}))
            await hold.arrived()
    async with asyncio.timeout(5):
        await asyncio.gather(asked, return_exceptions=True)


async def test_thirty_wait_at_a_hold(crystalpay, ask):
    crystalpay.limit_per_second = None
    with crystalpay.hold("shop") as hold:
        asked = [asyncio.create_task(ask()) for _ in range(30)]
        await hold.arrived(30)
        assert not any(task.done() for task in asked)
    assert {status for status, _ in await asyncio.gather(*asked)} == {200}


async def test_a_payment_is_added_exactly(crystalpay, ask):
    crystalpay.receive("shop", "BITCOIN", "0.00000001")
    assert '"0.00050001"' in (await ask())[1]


async def test_the_seed_is_rich_and_half_empty(crystalpay):
    seed.add_registers(crystalpay)
    empty = [balance.empty for balance in seed.SHOP.balances.values()]
    assert (len(empty), sum(empty)) == (24, 14)
    assert len(seed.MARKET.balances) == 22
    documented = seed.SHOP.balances["BITCOIN"].as_json()
    assert (documented["amount"], documented["amount_accuracy"]) == ("0.0005", 8)
    assert all("test" in register.secret for register in seed.REGISTERS)
