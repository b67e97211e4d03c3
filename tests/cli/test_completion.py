"""Shell completion: commands, languages and the names of registers; never an error, or a change."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from cli.conftest import COMMAND

from bot.storage import open_database


@pytest.fixture
def completed(cli):
    """What a shell offers for the last word of a line."""

    async def completed(line, shell="bash", **settings):
        words = line.split(" ")
        env = cli.environment(
            COMP_WORDS=line,
            COMP_CWORD=words[-1] if shell == "fish" else str(len(words) - 1),
            _CRYSTALPAY_BOT_COMPLETE=f"{shell}_complete",
            **settings,
        )
        code, out, errors = await cli.process(env=env)
        assert (code, errors) == (0, "")
        return out.split()

    return completed


async def test_commands_and_languages_are_completed(completed):
    assert await completed("crystalpay-bot cla") == ["plain,claim"]
    assert await completed("crystalpay-bot demo --language r") == ["plain,ru"]


@pytest.mark.parametrize(
    "line",
    [
        "balance S",
        "balance s",
        "register rename s",
        "register remove S",
        "register set-secret S",
        "history S",
        "export all.csv --register S",
        "chat allow 5 --register S",
        "chat deny 5 --register S",
    ],
)
async def test_names_of_registers_are_completed(cli, completed, line):
    await cli.has_shop()
    await cli.has_shop("Market")
    assert await completed(f"crystalpay-bot {line}") == ["plain,Shop"]


async def test_names_that_were_added_just_now_are_offered_while_the_bot_runs(cli, completed):
    async with open_database(cli.database):
        await cli.has_shop()
        assert await completed("crystalpay-bot balance ") == ["plain,Shop"]


async def test_names_are_offered_and_nothing_is_left_behind(cli, completed):
    await cli.has_shop()
    before = {file.name: file.read_bytes() for file in cli.database.parent.iterdir()}
    assert await completed("crystalpay-bot balance ", "fish") == ["plain,Shop"]
    assert {file.name: file.read_bytes() for file in cli.database.parent.iterdir()} == before


async def test_a_name_runs_nothing_in_a_shell(cli, completed):
    if not (bash := shutil.which("bash")):
        pytest.skip("there is no bash on this machine")
    await cli.has_shop("My $(touch pwned) `x` 'shop'")
    script = f"""
        PATH={COMMAND.parent}:$PATH
        eval "$(_CRYSTALPAY_BOT_COMPLETE=bash_source crystalpay-bot)"
        COMP_WORDS=(crystalpay-bot balance My) COMP_CWORD=2
        _crystalpay_bot_completion crystalpay-bot
        eval "crystalpay-bot balance $COMPREPLY"
    """
    code, out, errors = await cli.process("-c", script, command=(bash,))
    assert (code, errors) == (0, "")
    assert out.startswith("My $(touch pwned) `x` 'shop'\n")
    assert not (cli.folder / "pwned").exists()


async def test_a_name_that_plays_tricks_is_not_offered(cli, completed):
    await cli.has_shop()
    with closing(sqlite3.connect(cli.database)) as connection, connection:
        connection.execute("UPDATE registers SET name = 'S' || x'1b5b324a'")
    assert await completed("crystalpay-bot balance S") == []


async def test_without_a_database_that_can_be_read_nothing_is_offered_or_made(cli, completed):
    line = "crystalpay-bot balance S"
    assert await completed(line) == []
    assert not cli.database.parent.exists()
    cli.database.parent.mkdir()
    cli.database.write_bytes(b"no database" * 99)
    assert await completed(line) == []
    cli.database.write_bytes(b"")
    assert await completed(line) == []
    assert await completed(line, READING_TTL="wrong") == []
    assert list(cli.database.parent.iterdir()) == [cli.database]
