"""`crystalpay-bot claim`: a link for the first admin, beside a running bot, and no other way in."""

from __future__ import annotations

import asyncio
import re
import signal
from contextlib import asynccontextmanager

import pytest
from cli.conftest import COMMAND

from sandbox.faults import Fault
from sandbox.telegram import TelegramSandbox

LINK = re.compile(r"https://t\.me/(\w+)\?start=(claim-[\w-]{22})\n")


@pytest.fixture
async def telegram(cli):
    async with TelegramSandbox() as telegram:
        cli.settings.update(TELEGRAM_API_URL=telegram.url, BOT_TOKEN=telegram.token)
        yield telegram


@asynccontextmanager
async def running(cli, telegram):
    """A bot that polls, as a process of its own; gives the list of all that it prints."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(COMMAND, "run"),
        env=cli.environment(LOG_LEVEL="DEBUG", PYTHONUNBUFFERED="1"),
        cwd=cli.folder,
        stdout=pipe,
        stderr=pipe,
    )
    printed: list[str] = []
    try:
        await telegram.polled()
        yield printed
    finally:
        process.send_signal(signal.SIGTERM)
        out, errors = await asyncio.wait_for(process.communicate(), 20)
        printed += [out.decode(), errors.decode()]


async def answer_to(telegram, user, text):
    def answers():
        return [m for m in user.chat.screen if m.sender is not user]

    before = len(answers())
    user.posts(text)
    await telegram.shows(lambda: len(answers()) > before)
    return answers()[-1].text


async def test_a_new_link_beside_a_running_bot_makes_the_first_admin(cli, telegram):
    async with running(cli, telegram) as printed:
        code, out, errors = await cli.process("claim", env=cli.environment(LOG_LEVEL="DEBUG"))
        assert code == 0, errors
        link = LINK.fullmatch(out)
        assert link, out
        username, payload = link.groups()
        assert username == telegram.bot.username
        assert errors == "Whoever opens this link within 15 minutes becomes the first admin:\n"
        anna, boris = telegram.user("Anna"), telegram.user("Boris")
        assert "🔑" in await answer_to(telegram, anna, f"/start {payload}")
        assert "🔑" not in await answer_to(telegram, boris, f"/start {payload}")
    announced, log = printed
    username, at_the_start = LINK.findall(announced)[0]
    assert at_the_start != payload
    assert announced.endswith("\nFor a new link, run: crystalpay-bot claim\n")
    for secret in (payload, at_the_start, telegram.token):
        assert secret.removeprefix("claim-") not in log
    trail = await cli.ok("audit")
    assert "command line\n  Link for the first admin created" in trail
    assert "Anna" in trail
    assert (await cli.fails("claim")).startswith("Error: this bot already has an admin;")


async def test_a_new_link_replaces_the_one_of_the_start(cli, telegram):
    async with running(cli, telegram) as printed:
        await cli.ok("claim")
        await cli.ok("claim")
    announced, _ = printed
    _, at_the_start = LINK.findall(announced)[0]
    async with running(cli, telegram):
        anna = telegram.user("Anna")
        assert "🔑" not in await answer_to(telegram, anna, f"/start {at_the_start}")


async def test_who_is_an_admin_by_a_setting_is_an_admin(cli, telegram):
    line = await cli.fails("claim", ADMIN_IDS="7")
    assert line == (
        "Error: this bot already has an admin; admins make links for more admins with /admins "
        "in their private chat with the bot"
    )


@pytest.mark.parametrize(
    ("fault", "settings", "reason"),
    [
        (None, {"BOT_TOKEN": ""}, "BOT_TOKEN is not set; get a token from @BotFather"),
        (None, {"BOT_TOKEN": "123456789:a-token-nobody-has"}, "Telegram does not know this"),
        (Fault(status=502), {}, "Telegram is not answering"),
        (Fault(body="hello"), {}, "the server at TELEGRAM_API_URL is not a Bot API server"),
    ],
)
async def test_without_the_bots_name_there_is_a_message_instead_of_a_link(
    cli, telegram, fault, settings, reason
):
    if fault:
        telegram.fault(fault)
    result = await cli("claim", **settings)
    assert result.exit_code == 0
    assert re.fullmatch(r"/start claim-[\w-]{22}\n", result.stdout)
    why, what_to_do = result.stderr.splitlines()
    assert why.startswith(f"The name of the bot is not known: {reason}")
    assert what_to_do == (
        "Whoever sends it this message within 15 minutes becomes the first admin:"
    )
    assert telegram.token not in result.output


async def test_the_name_of_the_bot_plays_no_tricks(cli, telegram):
    telegram.bot.username = "a\x1b[2Jb"
    assert (await cli.ok("claim")).startswith("https://t.me/a�[2Jb?start=claim-")
