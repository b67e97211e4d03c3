"""`crystalpay-bot check`: OK, not answering or what else is wrong, for everything in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from cli.conftest import SECRET

from sandbox.faults import Fault
from sandbox.telegram import TelegramSandbox, flood


@pytest.fixture
async def telegram():
    async with TelegramSandbox() as telegram:
        yield telegram


@pytest.fixture
async def checked(cli, telegram):
    """Check; returns the exit code and by line what was found and the rest."""
    cli.settings.update(TELEGRAM_API_URL=telegram.url, BOT_TOKEN=telegram.token)

    async def checked(**settings):
        result = await cli("check", **settings)
        assert telegram.token not in result.output
        assert result.stderr == ""
        return result.exit_code, result.stdout.splitlines()

    return checked


def found(lines, what):
    (line,) = [line for line in lines if line.startswith(what)]
    return line.removeprefix(what).strip().split("  ")[0]


async def test_all_works(cli, checked, telegram):
    await cli.has_shop()
    code, lines = await checked()
    assert code == 0
    assert [line.split("  ")[0] for line in lines] == [
        "settings",
        "database",
        "key",
        "Telegram",
        "register Shop",
        "watcher",
    ]
    assert lines[5].endswith("each register every 60 s")
    assert all(" OK " in line or line.endswith(" OK") for line in lines)
    assert " ms " in lines[3]
    assert lines[3].endswith(f"@{telegram.bot.username}")
    assert lines[4].endswith("The shop at CrystalPAY")


@pytest.mark.parametrize(
    ("interval", "limit", "words"),
    [
        ("0", "4", "off (WATCH_INTERVAL=0): the history will have gaps"),
        ("1", "1", "each register every 2 s instead of 1 s: CRYSTALPAY_RATE_LIMIT allows no more"),
    ],
)
async def test_how_often_registers_are_read_by_themselves_is_told(
    cli, checked, interval, limit, words
):
    await cli.has_shop()
    cli.settings |= {"WATCH_INTERVAL": interval, "CRYSTALPAY_RATE_LIMIT": limit}
    code, lines = await checked()
    assert code == 0
    assert lines[-1].startswith("watcher")
    assert lines[-1].endswith(words)


async def test_a_damaged_page_is_found_although_nobody_has_read_it(cli, checked):
    await cli.has_shop()
    with closing(sqlite3.connect(cli.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'audit_by_event'"
        ).fetchone()
    content = bytearray(cli.database.read_bytes())
    content[4096 * (page - 1) : 4096 * page] = b"\xaa" * 4096
    cli.database.write_bytes(content)
    assert "0.00050000" in await cli.ok("balance")
    code, lines = await checked()
    assert code == 1
    assert [line.split("  ")[0] for line in lines] == ["settings", "database", "Telegram"]
    assert found(lines, "database") == "damaged"
    assert lines[1].endswith("data/bot.sqlite3 is damaged, or no database at all; restore a backup")


async def test_a_trigger_that_is_not_ours_is_found(cli, checked):
    await cli.has_shop()
    with closing(sqlite3.connect(cli.database)) as connection:
        connection.execute("CREATE TRIGGER sly AFTER INSERT ON chats BEGIN SELECT 1; END")
    code, lines = await checked()
    assert (code, found(lines, "database")) == (1, "damaged")
    assert "trigger sly is not what its schema" in lines[1]


async def test_registers_whose_keys_are_rejected_or_that_do_not_answer_are_told_apart(
    cli, checked, crystalpay
):
    await cli.has_shop()
    await cli.ok("register", "add", "Wrong", "--login", "shop", "--unchecked", stdin="wrong")
    crystalpay.add_register("mute", SECRET, "Mute", {})
    crystalpay.fault(Fault(silence=True), "mute")
    await cli.has_shop("Mute", "mute")
    code, lines = await checked()
    assert code == 1
    states = {name: found(lines, f"register {name}") for name in ("Shop", "Wrong", "Mute")}
    assert states == {"Shop": "OK", "Wrong": "keys rejected", "Mute": "not answering"}


async def test_a_token_that_telegram_does_not_know_fails(checked):
    code, lines = await checked(BOT_TOKEN="123456789:another-token-that-opens-nothing")
    assert (code, found(lines, "Telegram")) == (1, "failed")


async def test_a_missing_token_fails(checked):
    code, lines = await checked(BOT_TOKEN="")
    assert (code, found(lines, "Telegram")) == (1, "failed")


async def test_a_telegram_that_is_not_there_is_not_answering(checked, telegram):
    telegram.fault(Fault(status=502))
    code, lines = await checked()
    assert (code, found(lines, "Telegram")) == (1, "not answering")


async def test_a_default_language_without_a_catalogue_is_a_wrong_setting(cli):
    line = await cli.fails("check", code=2, DEFAULT_LANGUAGE="xx")
    assert line.startswith("Error: DEFAULT_LANGUAGE: ")


@pytest.mark.parametrize("body", ["[]", "{", '{"ok":true}', '{"ok":true,"result":7}', "hello"])
async def test_an_answer_that_is_none_is_not_called_silence(checked, telegram, body):
    telegram.fault(Fault(body=body), "getMe")
    code, lines = await checked()
    assert (code, found(lines, "Telegram")) == (1, "failed")
    assert lines[3].endswith("the server at TELEGRAM_API_URL is not a Bot API server")


async def test_a_refusal_for_now_is_told_as_what_it_is(checked, telegram):
    telegram.fault(flood(25), "getMe")
    code, lines = await checked()
    assert (code, found(lines, "Telegram")) == (1, "failed")
    assert lines[3].endswith("Retry in 25 seconds.")


async def test_a_server_too_old_for_times_is_ok_and_told_of(checked, telegram):
    telegram.older_than_times()
    code, lines = await checked()
    assert (code, found(lines, "Telegram")) == (0, "OK")
    assert f"@{telegram.bot.username}; this Bot API server is older than 9.5" in lines[3]


async def test_words_wrap_in_the_window_below_where_they_begin(cli, checked, telegram):
    telegram.older_than_times()
    await cli.has_shop("A shop with a name of 32 letters")
    code, lines = await checked(COLUMNS="80")
    assert code == 0
    assert all(len(line) <= 80 for line in lines)
    assert "\n    @" in "\n".join(lines)
    await cli.ok("register", "rename", "A shop with a name of 32 letters", "Shop")
    _, lines = await checked(COLUMNS="80")
    assert all(len(line) <= 80 for line in lines)
    (first,) = [number for number, line in enumerate(lines) if line.startswith("Telegram")]
    column = lines[first].index("@")
    assert lines[first + 1][:column].strip() == ""
    assert lines[first + 1][column] != " "
    _, whole = await checked()
    assert len(whole) == 6  # a pipe gets one line for each


async def test_a_check_sends_nothing(checked, telegram):
    await checked()
    assert [call.ok for call in telegram.calls if call.method == "sendMessage"] == [False]
    assert all(not chat.messages for chat in telegram.world.chats.values())
