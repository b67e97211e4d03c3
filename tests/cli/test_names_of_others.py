"""Whatever others chose as a name: nothing of it acts on the terminal that shows it."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing

import click
import pytest
from cli.conftest import SECRET
from click.testing import CliRunner

from bot.cli import main
from bot.config import Settings
from bot.domain.audit import Event
from sandbox.crystalpay import SandboxBalance
from sandbox.telegram import TelegramSandbox

TRICK = "\x1b]0;owned\x07\x1b[2J\x1b[8m\x9b2J\u202e\u2028\r\x7fTeam"
OURS = re.compile(r"\x1b\[(0|1|3[12])m")
"""The bold, the colours and their end that the commands themselves print."""

ENDLESS = {"run", "demo"}


def commands(group=main, path=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif (*path, name)[0] not in ENDLESS:
            yield (*path, name), command


def without_arguments():
    """Each command that needs none, plain and with each of its flags."""
    for path, command in commands():
        if not any(parameter.required for parameter in command.params):
            flags = [p.opts[0] for p in command.params if getattr(p, "is_flag", False)]
            yield from (path, *((*path, flag) for flag in flags))


WITH_ARGUMENTS = [
    ("balance", "shop"),
    ("balance", "none"),
    ("register", "add", "shop", "--login", "x"),
    ("register", "add", "New", "--login", "shop", "--unchecked"),
    ("register", "add", TRICK, "--login", "x"),
    ("register", "set-secret", "shop"),
    ("register", "rename", "none", "Other"),
    ("register", "rename", "market", "shop"),
    ("chat", "allow", "5", "--register", "none"),
    ("register", "remove", "shop"),
]


@pytest.fixture
async def tricked(cli, crystalpay):
    """Every name that somebody else may have chosen is a trick."""
    crystalpay.add_register("market", SECRET, TRICK, {TRICK: SandboxBalance(TRICK, "1", TRICK, 2)})
    await cli.has_shop("Shop", "shop")
    await cli.has_shop("Market", "market")
    await cli.ok("balance")
    for chat_id in ("5", "-1001"):
        await cli.ok("chat", "allow", chat_id, "--register", "Shop")
    with closing(sqlite3.connect(cli.database)) as connection:
        connection.execute("INSERT INTO chats (id) VALUES (5), (-1001)")
        connection.execute("UPDATE chats SET title = ?", (TRICK,))
        connection.execute("UPDATE registers SET name = ?1 || name, login = ?1", (TRICK,))
        connection.execute(
            "UPDATE readings SET balances = ?", (json.dumps([[TRICK, TRICK, "1", TRICK, 2]]),)
        )
        connection.execute("INSERT INTO looks VALUES (5, '2026-11-22', 3)")
        connection.execute("INSERT INTO admins VALUES (5, ?, 1)", (TRICK,))
        details = dict.fromkeys(("register", "name", "registers", "before"), TRICK)
        connection.executemany(
            "INSERT INTO audit (at, user_id, user_name, chat_id, event, details)"
            " VALUES (1, ?, ?, 5, ?, ?)",
            [(who, TRICK, event, json.dumps(details)) for who in (None, 5) for event in Event],
        )
        connection.commit()
    async with TelegramSandbox() as telegram:
        cli.settings.update(TELEGRAM_API_URL=telegram.url, BOT_TOKEN=telegram.token)
        telegram.bot.username = TRICK
        yield cli


@pytest.mark.parametrize("arguments", [*without_arguments(), *WITH_ARGUMENTS], ids=" ".join)
async def test_nothing_that_acts_on_a_terminal_is_printed(tricked, arguments):
    env = {**{name.upper(): None for name in Settings.model_fields}, **tricked.settings}
    result = await asyncio.to_thread(
        CliRunner(env=env).invoke, main, arguments, input=SECRET, color=True
    )
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.output
    said = OURS.sub("", result.output).replace("\u202f", "")  # between the digits of an amount
    assert [letter for letter in said if not letter.isprintable() and letter != "\n"] == []


async def test_json_keeps_what_it_escapes(tricked):
    lines = [json.loads(line) for line in (await tricked.ok("audit", "--json")).splitlines()]
    assert TRICK in {line.get("user_name") for line in lines}
    names = json.loads((await tricked("balance", "--json")).stdout)
    assert list(names) == [f"{TRICK}Shop", f"{TRICK}Market"]
