"""`crystalpay-bot health`: alive while Telegram answers; `--ready`: well in everything."""

from __future__ import annotations

import json
import os
import re
import time

import pytest

from bot.status import Status, StatusFile
from bot.storage import open_database

WELL = "Telegram answered 0 s ago.\n"
NOT_RUNNING = "Error: not running: no process has data/bot.sqlite3 open"


@pytest.fixture
def alive(cli):
    """A bot that Telegram has answered just now."""
    cli.database.parent.mkdir()
    cli.database.with_name("bot.alive").touch()


@pytest.fixture
def says(cli, alive):
    """Let the bot say how it is."""
    return StatusFile.beside(cli.database).write


async def test_health_fails_until_telegram_has_answered(cli):
    assert await cli.fails("health") == NOT_RUNNING
    cli.database.parent.mkdir()
    assert await cli.fails("health") == NOT_RUNNING
    cli.database.with_name("bot.alive").touch()
    assert await cli.ok("health") == WELL


async def test_a_bot_that_is_well_is_ready(cli, says):
    says(Status(oldest_wait=149))
    assert await cli.ok("health", "--ready") == WELL


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (Status(oldest_wait=151), "an update has been waiting for an answer for 151 s"),
        (Status(failing=("menus",)), "keeps failing: menus; see the log"),
        (Status(database="bot.sqlite3: the disk is full"), "bot.sqlite3: the disk is full"),
    ],
)
async def test_a_bot_that_is_alive_and_not_well_is_not_ready(cli, says, status, line):
    says(status)
    assert await cli.fails("health", "--ready") == f"Error: {line}"
    assert await cli.ok("health") == WELL


async def test_what_the_bot_said_long_ago_is_not_believed(cli, says):
    says(Status())
    file = cli.database.with_name("bot.status")
    file.write_text(json.dumps(json.loads(file.read_text()) | {"at": time.time() - 61}))
    assert "the bot last reported its status 61 s ago" in await cli.fails("health", "--ready")


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"at": "now"}', '{"at": 1, "more": 2}'])
async def test_a_bot_that_has_said_nothing_sensible_is_not_ready(cli, alive, text):
    if text is not None:
        cli.database.with_name("bot.status").write_text(text)
    assert "has not reported its status yet" in await cli.fails("health", "--ready")


async def test_a_bot_that_is_not_alive_is_not_ready_whatever_it_says(cli, says):
    says(Status())
    os.utime(cli.database.with_name("bot.alive"), (0, 0))
    assert await cli.fails("health", "--ready") == NOT_RUNNING


async def test_a_bot_that_runs_without_an_answer_is_told_from_one_that_does_not_run(cli):
    async with open_database(cli.database):  # as a bot has it
        assert (await cli.fails("health")).endswith("running, but Telegram has not answered yet")
        alive = cli.database.with_name("bot.alive")
        alive.touch()
        os.utime(alive, (time.time() - 300,) * 2)
        line = await cli.fails("health")
        assert re.fullmatch("Error: running, but Telegram has not answered for 30[0-9] s", line)
    assert await cli.fails("health") == NOT_RUNNING


async def test_a_folder_that_is_none_is_one_line(cli):
    cli.database.parent.write_text("no folder")
    assert "Not a directory" in await cli.fails("health")


async def test_the_status_is_for_its_owner_alone_and_leaves_nothing_beside(cli, says):
    for _ in range(2):
        says(Status())
    files = {file.name: file.stat().st_mode & 0o777 for file in cli.database.parent.iterdir()}
    assert files.pop("bot.status") == 0o600
    assert set(files) == {"bot.alive"}


async def test_a_status_that_cannot_be_written_does_not_stop_the_bot(cli, caplog):
    StatusFile.beside(cli.database).write(Status())  # its folder is not there
    assert "bot.status: No such file or directory" in caplog.text
