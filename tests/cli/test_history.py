"""`crystalpay-bot history`: every change exact, every gap named, every wrong question answered."""

from __future__ import annotations

import json

import pytest
from cli.past import at, remember, rub, usdt

SHOP = (
    (at(), usdt("100.1"), rub("1234567.5")),
    (at(minutes=1), usdt("125.6"), rub("1234567.5")),
    (at(minutes=2), usdt("125.6", name="Tether")),
    (at(3), usdt("0.05"), rub("-12.5")),
)


@pytest.fixture
async def shop(cli):
    await cli.has_shop()
    await remember(cli.database, "Shop", *SHOP, fails_at=at(4))


async def test_changes_stand_below_each_other_with_their_gaps(cli, shop):
    assert await cli.ok("history", "Shop", TIMEZONE="Europe/Moscow") == (
        "Shop\n"
        "  recorded since 2026-11-01 15:00:00 MSK\n"
        "2026-11-01\n"
        "  15:00:00     at first        100.100000  USDT TRC-20\n"
        "  15:00:00     at first  1 234 567.50      RUB · LZT Market\n"
        "  15:01:00   +25.500000        125.600000  USDT TRC-20\n"
        "  15:02:00  same amount        125.600000  USDT · Tether\n"
        "  15:02:00         gone                    RUB · LZT Market\n"
        "  not known 15:02–18:00\n"
        "  18:00:00  −125.550000          0.050000  USDT TRC-20\n"
        "  18:00:00          new        −12.50      RUB · LZT Market\n"
        "  not known since 18:00\n"
    ).replace("1 234 567", "1\u202f234\u202f567")


async def test_longest_amounts_and_names_fit_80_columns_and_no_digit_is_cut(cli):
    await cli.has_shop()
    long = "9" * 30 + ".123456789012345678"
    await remember(
        cli.database,
        "Shop",
        (at(), usdt("1", name="N" * 90), rub("-" + "9" * 12)),
        (at(30), usdt(long, name="\x1b[2J" + "N" * 90), rub("1")),
    )
    said = await cli.ok("history", "Shop")
    assert all(len(line) <= 80 for line in said.splitlines())
    assert "\x1b" not in said
    assert long in said.replace("\u202f", "")
    assert "not known 12:00 – 2026-11-02 18:00" in said


async def test_json_is_an_object_a_line_in_the_order_of_time(cli, shop):
    lines = [json.loads(each) for each in (await cli.ok("history", "Shop", "--json")).splitlines()]
    assert lines[2] == {
        "at": "2026-11-01T12:01:00.000+00:00",
        "register": "Shop",
        "method": "USDTTRC",
        "name": "USDT TRC-20",
        "currency": "USDT",
        "before": "100.100000",
        "after": "125.600000",
        "change": "25.500000",
    }
    came, went = lines[1], lines[4]
    assert (came["before"], came["after"], came["change"]) == (None, "1234567.50", None)
    assert (went["before"], went["after"], went["change"]) == ("1234567.50", None, None)
    assert [each["at"] for each in lines] == sorted(each["at"] for each in lines)


@pytest.mark.parametrize("method", ["LZTMARKET", "lztmarket", "lzt market", "rub"])
async def test_a_balance_is_named_by_key_name_or_currency(cli, shop, method):
    said = await cli.ok("history", "Shop", method, "--json")
    assert {json.loads(each)["method"] for each in said.splitlines()} == {"LZTMARKET"}


async def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(cli, shop):
    period = ("--since", "2026-11-01T12:01", "--until", "2026-11-01T12:02")
    (line,) = (await cli.ok("history", "Shop", *period, "--json")).splitlines()
    assert json.loads(line)["after"] == "125.600000"
    moscow = ("--since", "2026-11-01T15:01", "--until", "2026-11-01T15:02", "--json")
    assert await cli.ok("history", "Shop", *moscow, TIMEZONE="Europe/Moscow") == line + "\n"
    offset = ("--since", "2026-11-01T12:01Z", "--until", "2026-11-01T14:02+02:00", "--json")
    assert await cli.ok("history", "Shop", *offset, TIMEZONE="Asia/Tokyo") == line + "\n"


async def test_a_period_without_a_change_says_so(cli, shop):
    period = ("--since", "2026-11-01T12:00:10", "--until", "2026-11-01T12:00:50")
    for options in ((), ("--json",)):
        result = await cli("history", "Shop", *period, *options)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "Nothing changed in that time.\n"


async def test_the_balances_at_a_moment_are_those_of_balance(cli, shop):
    then = ("--at", "2026-11-01T12:01:30")
    said = json.loads(await cli.ok("history", "Shop", *then, "--json"))
    assert said["Shop"]["as_of"] == "2026-11-01T12:01:30+00:00"
    assert said["Shop"]["problem"] is None
    assert said["Shop"]["balances"]["USDTTRC"] == {
        "name": "USDT TRC-20",
        "amount": "125.600000",
        "currency": "USDT",
    }
    assert (await cli.ok("history", "Shop", "usdt", *then)).splitlines() == [
        "Shop",
        "  as of 2026-11-01 12:01:30 UTC",
        "  125.600000  USDT  USDT TRC-20",
    ]


async def test_in_a_gap_the_last_known_balances_are_shown_as_such(cli, shop):
    then = ("--at", "2026-11-01T14:00")
    assert (await cli.ok("history", "Shop", *then)).splitlines() == [
        "Shop",
        "  ! Not known at 2026-11-01 14:00:00 UTC.",
        "  last known 2026-11-01 12:02:00 UTC",
        "  125.600000  USDT  Tether",
    ]
    said = json.loads(await cli.ok("history", "Shop", *then, "--json"))["Shop"]
    assert said["as_of"] == "2026-11-01T12:02:00+00:00"
    assert said["problem"] == "Not known at 2026-11-01 14:00:00 UTC."


BEGINS = "the record of “Shop” begins 2026-11-01 12:00:00 UTC; nothing is known before"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Shop", "--at", "2026-11-01T11:59"), BEGINS),
        (("Shop", "--until", "2026-11-01T12:00"), BEGINS),
        (
            ("Shop", "DASH"),
            "there is no balance “DASH”; there are: "
            "USDTTRC (USDT TRC-20, USDT), LZTMARKET (LZT Market, RUB)",
        ),
        (("None",), "there is no register “None”; the registers are: Shop, New"),
        (("New",), "nothing is recorded of “New” yet"),
    ],
)
async def test_what_nobody_knows_is_one_line(cli, shop, arguments, said):
    await cli.has_shop("New", "new")
    assert await cli.fails("history", *arguments) == f"Error: {said}"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--since 2026-11-03 --until 2026-11-02", "must be later than --since"),
        ("--since 2026-11-03 --until 2026-11-03", "must be later than --since"),
        ("--since 2099-01-01", "--since (2099-01-01 00:00:00 UTC) is in the future"),
        ("--until 2099-01-01", "--until (2099-01-01 00:00:00 UTC) is in the future"),
        ("--at 2099-01-01", "--at (2099-01-01 00:00:00 UTC) is in the future"),
        ("--at 7d --since 9d", "--at is one moment"),
        ("--since 01.02.2026", "“01.02.2026” is not a date (2026-11-22)"),
        ("--since 0001-01-01", "“0001-01-01” is not a date"),
        ("--at 9999-12-31", "“9999-12-31” is not a date"),
    ],
)
async def test_a_time_that_cannot_be_meant_is_refused(cli, options, said):
    await cli.has_shop()
    result = await cli("history", "Shop", *options.split())
    assert result.exit_code == 2
    assert said in result.stderr
