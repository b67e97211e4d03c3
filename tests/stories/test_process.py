"""The bot as a process: started, killed, ended; what was asked meanwhile is not lost."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest
from story import SECRET, Story, new_world

from sandbox.faults import Fault
from sandbox.telegram import TelegramSandbox

COMMAND = Path(sys.executable).with_name("crystalpay-bot")


async def start(*arguments: str, **settings: str) -> Process:
    """The installed command, with nothing but these settings in its environment."""
    environment = {"PATH": os.environ["PATH"], **settings}
    return await asyncio.create_subprocess_exec(
        COMMAND, *arguments, env=environment, cwd="/", stdout=PIPE, stderr=PIPE
    )


async def ended(process: Process) -> tuple[int, str]:
    """Its exit code and all that it said."""
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return process.returncode, (out + err).decode()


def environment(story: Story) -> dict[str, str]:
    return {
        "BOT_TOKEN": story.telegram.token,
        "ADMIN_IDS": ",".join(str(user_id) for user_id in story.settings.admin_ids),
        "DATABASE_PATH": str(story.settings.database_path),
        "TELEGRAM_API_URL": story.telegram.url,
        "CRYSTALPAY_API_URL": story.crystalpay.url,
        "CRYSTALPAY_RATE_LIMIT": "1000",
        "WATCH_INTERVAL": "0",
        "LOG_LEVEL": "DEBUG",
    }


async def test_a_killed_bot_answers_after_the_start_and_one_that_is_ended_finishes_first(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        shop = await story.register("Shop")
        first = await start("run", **environment(story))
        with story.crystalpay.hold(story.login(shop)) as hold:
            fetched = story.admin.posts("/balance")
            await hold.arrived(1)
            await story.telegram.confirmed(fetched)  # Telegram will not hand it out again
            first.kill()
            await first.wait()
        story.keeps_secrets()
        while_down = story.admin.posts("/id")

        second = await start("run", **environment(story))
        await story.telegram.confirmed(while_down)
        await story.telegram.shows(lambda: len(_answers(story)) == 2)
        assert sorted(text.split()[0] for text in _answers(story)) == ["Chat", "💎"]

        with story.crystalpay.hold(story.login(shop)) as hold:
            in_flight = story.admin.pressed("Refresh", _screen(story))
            await hold.arrived(1)
            second.send_signal(signal.SIGTERM)
        code, log = await ended(second)
        assert code == 0
        assert in_flight.answers
        assert story.telegram.world.updates.pending == []
        _no_secret_in(log, story)
        story.keeps_secrets()


def _answers(story: Story) -> list[str]:
    return [m.text for m in story.admin.chat.screen if m.sender is not story.admin]


def _screen(story: Story):
    return next(m for m in story.admin.chat.screen if m.text.startswith("💎"))


def _no_secret_in(log: str, story: Story) -> None:
    assert "DEBUG" in log
    assert SECRET not in log
    assert story.telegram.token not in log


async def test_an_interrupt_ends_the_bot_with_zero_and_health_knows_its_heartbeat(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        settings = environment(story)
        code, said = await ended(await start("health", **settings))
        # The story itself has the database open, which looks like a bot that has just started.
        assert (code, said) == (1, "Error: running, but Telegram has not answered yet\n")
        bot = await start("run", **settings)
        await story.telegram.polled()
        await story.admin.sends("/id")
        code, said = await ended(await start("health", **settings))
        assert code == 0, said
        assert await ready(settings)
        bot.send_signal(signal.SIGINT)
        assert (await ended(bot))[0] == 0
        hours_ago = story.settings.database_path.with_name("bot.alive")
        os.utime(hours_ago, (0, 0))
        assert (await ended(await start("health", **settings)))[0] == 1


async def ready(settings: dict[str, str]) -> bool:
    """Whether the bot says within some seconds that it is well."""
    async with asyncio.timeout(20):
        while (await ended(await start("health", "--ready", **settings)))[0] != 0:
            await asyncio.sleep(0.1)
    return True


@pytest.mark.parametrize("token", ["", "123456789:WRONG-test-token-of-nobody"])
async def test_a_token_that_is_missing_or_refused_ends_the_bot_with_one_line(
    tmp_path: Path, token: str
) -> None:
    async with TelegramSandbox() as telegram:
        process = await start(
            "run",
            BOT_TOKEN=token,
            TELEGRAM_API_URL=telegram.url,
            DATABASE_PATH=str(tmp_path / "bot.sqlite3"),
        )
        code, said = await ended(process)
    assert code == 2
    line = "Telegram does not know this token" if token else "not set; @BotFather gives one"
    assert said == f"Error: BOT_TOKEN: {line}\n"


async def test_the_demo_answers_one_question_in_the_terminal() -> None:
    code, said = await ended(await start("demo", "--ask", "/balance"))
    assert code == 0
    plain = said.replace("\u2011", "-")
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    assert "0.00050000 BTC · Bitcoin" in lines
    assert "100.100000 USDT TRC-20" in lines
    assert any(line.startswith("[🔄 Refresh] [👁 Show empty (") for line in lines)
    assert all(len(line) <= 80 for line in said.splitlines())


async def test_the_demo_serves_its_page_until_an_interrupt() -> None:
    demo = await start("demo", "--port", "0")
    assert demo.stdout
    announced = await asyncio.wait_for(demo.stdout.readline(), 30)
    assert b"http://127.0.0.1:" in announced
    demo.send_signal(signal.SIGINT)
    assert (await ended(demo))[0] == 0


async def test_a_bot_that_waits_for_telegram_at_the_start_ends_at_once_when_told(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        story.telegram.fault(Fault(status=502), "getMe")
        with story.telegram.hold("getMe") as hold:
            bot = await start("run", **environment(story))
            await hold.arrived(1)
        bot.send_signal(signal.SIGTERM)
        assert (await ended(bot))[0] == 0
