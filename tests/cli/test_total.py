"""`crystalpay-bot total`: exact sums for eyes and for programs, and who is missing from them."""

from __future__ import annotations

import json

import pytest
from cli.conftest import SECRET

from sandbox.crystalpay import SandboxBalance
from sandbox.faults import Fault

MORE = {
    "BITCOIN": SandboxBalance("Bitcoin", "1", "BTC", 10),
    "USDTTRC": SandboxBalance("USDT TRC-20", "7", "USDT", 6),
}
BTC = {
    "amount": "1.0005000000",
    "parts": [
        {"register": "Shop", "method": "BITCOIN", "name": "Bitcoin", "amount": "0.00050000"},
        {"register": "Other", "method": "BITCOIN", "name": "Bitcoin", "amount": "1.0000000000"},
    ],
}


@pytest.fixture
async def both(cli, crystalpay):
    crystalpay.add_register("other", SECRET, "Other", MORE)
    await cli.has_shop()
    await cli.has_shop("Other", "other")


@pytest.mark.usefixtures("both")
async def test_the_table_has_each_sum_and_its_parts(cli):
    sums = (await cli.ok("total")).removesuffix("\n").split("\n\n")
    assert sums == [
        "BTC  1.0005000000\n  0.00050000    Shop   Bitcoin\n  1.0000000000  Other  Bitcoin",
        "RUB  \u22121\u202f234\u202f567.50\n  \u22121\u202f234\u202f567.50  Shop  LZT Market",
        "USDT  7.000000\n  7.000000  Other  USDT TRC-20",
        "TRX  0.000000\n  0.000000  Shop  Tron",
    ]


@pytest.mark.usefixtures("both")
async def test_json_is_exact_and_has_this_form(cli):
    read = json.loads(await cli.ok("total", "--json"))
    assert list(read) == ["totals", "missing"]
    assert list(read["totals"]) == ["BTC", "RUB", "USDT", "TRX"]
    assert read["totals"]["BTC"] == BTC
    assert read["missing"] == {}


@pytest.mark.usefixtures("both")
async def test_a_register_that_fails_ends_with_1_and_is_in_no_sum(cli, crystalpay):
    await cli.ok("total")
    crystalpay.fault(Fault(status=502), "other")
    result = await cli("total", "--json")
    assert result.exit_code == 1
    read = json.loads(result.stdout)
    assert read["totals"]["BTC"]["amount"] == "0.00050000"
    assert "USDT" not in read["totals"]
    missing = read["missing"]["Other"]
    assert missing["as_of"].startswith("20")
    assert missing["problem"] == "CrystalPAY has a problem (HTTP 502). Try again later."
    assert list(missing["totals_with_it"]) == ["BTC", "USDT"]
    assert missing["totals_with_it"]["BTC"] == BTC

    result = await cli("total")
    assert result.exit_code == 1
    head, known, *rows = result.stdout.rpartition("\n\n")[2].splitlines()
    assert head == "! Without Other: CrystalPAY has a problem (HTTP 502). Try again later."
    assert known.startswith("  last known 20")
    assert known.endswith("UTC; with that it would be:")
    assert rows == ["  1.0005000000  BTC", "  7.000000      USDT"]


@pytest.mark.usefixtures("both")
async def test_a_register_that_was_never_read_is_only_named(cli, crystalpay):
    crystalpay.fault(Fault(status=502))
    result = await cli("total", "other", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "totals": {},
        "missing": {
            "Other": {
                "as_of": None,
                "problem": "CrystalPAY has a problem (HTTP 502). Try again later.",
                "totals_with_it": {},
            }
        },
    }
    assert (await cli("total", "other")).stdout.startswith("! Without Other: CrystalPAY")


@pytest.mark.usefixtures("both")
async def test_a_register_that_is_named_twice_counts_once(cli, crystalpay):
    crystalpay.requests.clear()
    sums = await cli.ok("total", "OTHER", "other")
    assert sums == "BTC  1.0000000000\n  1.0000000000  Other  Bitcoin\n\nUSDT  7.000000\n  " + (
        "7.000000  Other  USDT TRC-20\n"
    )
    assert len(crystalpay.requests) == 1


async def test_without_registers_it_says_how_to_add_one(cli):
    assert "crystalpay-bot register add NAME" in await cli.ok("total")
    assert json.loads(await cli.ok("total", "--json")) == {"totals": {}, "missing": {}}
