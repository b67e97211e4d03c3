"""`crystalpay-bot audit`: who did what, for eyes and for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.domain.audit import Actor, Event
from bot.services.audit import Audit
from bot.storage import AuditTable, open_database


async def test_the_trail_in_the_terminal_fits_80_columns_and_hides_no_trick(cli):
    await cli.has_shop()
    await cli.ok("chat", "allow", "-1001", "--register", "Shop")
    async with open_database(cli.database) as database:
        audit = Audit(AuditTable(database))
        many = ", ".join(f"Register {number}" for number in range(20))
        await audit.record(Event.GRANTED, Actor(7, "A\x1b[2Jnna " + "x" * 90), -5, registers=many)
        audit.count_view(-5)
        await audit.close()
    said = (await cli.ok("audit", "--since", "1h")).splitlines()
    assert all(len(line) <= 80 for line in said)
    assert not any("\x1b" in line for line in said)
    assert said[0].endswith("  command line")
    assert said[1] == "  Register added: “Shop”"
    assert said[3] == "  Access given to -1001: Shop"
    assert "A�[2Jnna" in said[4]
    assert said[-2] == "Balance views per day and chat"
    assert said[-1].endswith("       1  -5")
    assert await cli.ok("audit", "--since", "2099-01-01") == ""


async def test_the_trail_is_one_json_object_a_line(cli):
    await cli.has_shop()
    async with open_database(cli.database) as database:
        await AuditTable(database).add_view_counts({(datetime.now(UTC).date(), -5): 1})
    added, view_counts = map(json.loads, (await cli.ok("audit", "--json")).splitlines())
    assert added.pop("at").endswith("+00:00")
    assert added == {
        "event": "register_added",
        "user_id": None,
        "user_name": "command line",
        "chat_id": None,
        "details": {"register": "Shop", "register_id": 1},
    }
    assert view_counts.pop("day")
    assert view_counts == {"chat_id": -5, "views": 1}


async def test_an_empty_trail_is_said_to_a_person_and_not_to_a_pipe(cli):
    for arguments, said in (
        ((), "Nothing recorded yet.\n"),
        (("--json",), "Nothing recorded yet.\n"),
        (("--since", "7d"), "Nothing recorded since then.\n"),
    ):
        result = await cli("audit", *arguments)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", said)
    async with open_database(cli.database) as database:
        await AuditTable(database).add_view_counts({(datetime.now(UTC).date(), -5): 1})
    assert (await cli("audit")).stderr == ""


@pytest.mark.parametrize("since", ["2020-01-01", "2020-01-01T10:00+03:00", "7d", "24h", "5m"])
async def test_since_is_a_day_a_time_or_how_long_ago(cli, since):
    await cli.has_shop()
    assert "Register added" in await cli.ok("audit", "--since", since)


@pytest.mark.parametrize("since", ["yesterday", "7", "d", "999999d", "2026-13-01", ""])
async def test_any_other_since_is_refused(cli, since):
    result = await cli("audit", "--since", since)
    assert result.exit_code == 2
    assert "is not a date (2026-11-22)" in result.stderr


async def test_everything_the_command_line_changes_is_in_the_trail(cli):
    await cli.has_shop()
    for command in (
        "register rename Shop Bazaar",
        "register set-secret Bazaar --unchecked",
        "chat allow -5 --register Bazaar",
        "chat deny -5",
        "key rotate",
        "register remove Bazaar",
    ):
        await cli.ok(*command.split(), stdin="another")
    said = (await cli.ok("audit")).splitlines()
    assert {line.split("  ")[1] for line in said[::2]} == {"command line"}
    assert [line.strip() for line in said[1::2]] == [
        "Register added: “Shop”",
        "Register renamed: “Shop” is now “Bazaar”",
        "New secret for register “Bazaar”",
        "Access given to -5: Bazaar",
        "Access removed from -5: all registers",
        "Encryption key replaced",
        "Register removed: “Bazaar”",
    ]
