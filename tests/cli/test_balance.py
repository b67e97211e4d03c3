"""`crystalpay-bot balance`: exact amounts for eyes and for programs, failures told and counted."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from cli.conftest import SECRET

from sandbox.faults import Fault


@pytest.fixture
async def shop(cli):
    await cli.has_shop()


@pytest.fixture
async def failing(cli, crystalpay, shop):
    """A second register that CrystalPAY stays silent about."""
    crystalpay.add_register("other", SECRET, "Other", {})
    crystalpay.fault(Fault(silence=True), "other")
    await cli.has_shop("Other", "other")


@pytest.mark.usefixtures("shop")
async def test_the_table_shows_exact_amounts_with_their_points_aligned(cli):
    name, as_of, *rows = (await cli.ok("balance")).splitlines()
    assert name == "Shop"
    assert as_of.startswith("  as of 20")
    assert rows == [
        "           0.00050000  BTC  Bitcoin",
        "  \u22121\u202f234\u202f567.50        RUB  LZT Market",
        "           0.000000    TRX  Tron",
    ]


@pytest.mark.usefixtures("shop")
async def test_empties_are_left_out_on_request(cli):
    assert "Tron" in await cli.ok("balance")
    assert "Tron" not in await cli.ok("balance", "--hide-empty")
    assert "TRON" not in json.loads(await cli.ok("balance", "--hide-empty", "--json"))["Shop"]


@pytest.mark.usefixtures("shop")
async def test_json_is_exact_and_has_this_form(cli):
    read = json.loads(await cli.ok("balance", "--json"))
    as_of = datetime.fromisoformat(read["Shop"].pop("as_of"))
    assert as_of.tzinfo is not None
    assert abs(datetime.now(UTC) - as_of) < timedelta(minutes=1)
    assert read == {
        "Shop": {
            "problem": None,
            "balances": {
                "BITCOIN": {"name": "Bitcoin", "amount": "0.00050000", "currency": "BTC"},
                "LZTMARKET": {"name": "LZT Market", "amount": "-1234567.50", "currency": "RUB"},
                "TRON": {"name": "Tron", "amount": "0.000000", "currency": "TRX"},
            },
        }
    }


@pytest.mark.usefixtures("failing")
async def test_a_failing_register_ends_with_1_and_hides_no_other(cli):
    result = await cli("balance")
    assert result.exit_code == 1
    assert "0.00050000  BTC" in result.stdout
    assert result.stdout.endswith("Other\n  ! CrystalPAY is not answering.\n")


@pytest.mark.usefixtures("failing")
async def test_json_tells_a_failure_without_a_number(cli):
    result = await cli("balance", "--json")
    assert result.exit_code == 1
    read = json.loads(result.stdout)
    assert read["Other"] == {
        "as_of": None,
        "problem": "CrystalPAY is not answering.",
        "balances": {},
    }
    assert read["Shop"]["problem"] is None


@pytest.mark.usefixtures("shop")
async def test_a_failure_shows_what_was_known_before_and_when(cli, crystalpay):
    before = json.loads(await cli.ok("balance", "--json"))["Shop"]
    crystalpay.fault(Fault(status=502))
    after = json.loads((await cli("balance", "--json")).stdout)["Shop"]
    assert after == {**before, "problem": "CrystalPAY has a problem (HTTP 502). Try again later."}
    assert "  last known 20" in (await cli("balance")).stdout


@pytest.mark.usefixtures("failing")
async def test_only_the_registers_that_were_named_are_read(cli, crystalpay):
    crystalpay.requests.clear()
    assert "Other" not in await cli.ok("balance", "SHOP")
    assert [request.login for request in crystalpay.requests] == ["shop"]


@pytest.mark.usefixtures("shop")
async def test_an_unknown_name_is_told_and_nothing_is_read(cli, crystalpay):
    line = await cli.fails("balance", "shop", "none")
    assert line == "Error: there is no register “none”; the registers are: Shop"
    assert crystalpay.requests == []


@pytest.mark.usefixtures("shop")
async def test_every_call_asks_anew(cli, crystalpay):
    await cli.ok("balance")
    crystalpay.receive("shop", "BITCOIN", "1")
    assert "1.00050000" in await cli.ok("balance")


async def test_without_registers_it_says_how_to_add_one(cli):
    assert "crystalpay-bot register add NAME" in await cli.ok("balance")
    assert json.loads(await cli.ok("balance", "--json")) == {}
