"""At a terminal the command asks: for a secret without showing it, and before it forgets."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest
from cli.conftest import COMMAND, SECRET

from bot.domain.readings import Reading
from bot.services.recorder import MIN_GAP, Recorder
from bot.storage import open_database

PATIENCE = 20.0


class Terminal:
    """What stands on the screen, and the keyboard."""

    def __init__(self, process, reader, keyboard):
        self.process = process
        self.screen = ""
        self._reader = reader
        self._keyboard = keyboard

    async def shows(self, words):
        async with asyncio.timeout(PATIENCE):
            while words not in self.screen:
                part = await self._reader.read(1000)
                assert part, self.screen
                self.screen += part.decode()

    def types(self, line):
        os.write(self._keyboard, f"{line}\n".encode())

    async def ends(self):
        """The exit code; the screen is complete then."""
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
            with suppress(OSError):  # how Linux tells that nobody writes to the terminal any more
                self.screen += (await self._reader.read()).decode()
        assert "Traceback" not in self.screen
        return code


def _heed_interrupts():
    """A command inherits it when interrupts are ignored, as they are under nohup and behind «&»."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def terminal(cli):
    @asynccontextmanager
    async def terminal(*arguments):
        ours, theirs = pty.openpty()
        process = await asyncio.create_subprocess_exec(
            COMMAND,
            *arguments,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=cli.environment(),
            cwd=cli.folder,
            start_new_session=True,
            preexec_fn=_heed_interrupts,
        )
        os.close(theirs)
        reader = asyncio.StreamReader()
        pipe = os.fdopen(ours, "rb", buffering=0)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), pipe
        )
        try:
            yield Terminal(process, reader, ours)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            transport.close()

    return terminal


async def test_the_secret_is_asked_for_and_not_shown(cli, terminal):
    async with terminal("register", "add", "Shop", "--login", "shop") as screen:
        await screen.shows("Secret: ")
        screen.types(SECRET)
        await screen.shows("Added “Shop”.")
        assert await screen.ends() == 0
        assert SECRET not in screen.screen
    assert await cli.names() == ["Shop"]


async def test_a_bad_name_is_told_before_the_secret_is_asked_for(terminal):
    async with terminal("register", "add", "Refresh", "--login", "shop") as screen:
        await screen.shows("already used by a button")
        assert await screen.ends() == 1
        assert "Secret" not in screen.screen


async def test_one_ctrl_c_at_the_prompt_ends_it_and_nothing_is_saved(cli, terminal):
    async with terminal("register", "add", "Shop", "--login", "shop", "--unchecked") as screen:
        await screen.shows("Secret: ")
        screen.process.send_signal(signal.SIGINT)
        await screen.shows("Aborted!")
        assert await screen.ends() == 1
    assert await cli.names() == []


async def test_what_is_deleted_with_a_register_is_said_and_how_to_keep_it(cli, terminal):
    await cli.has_shop()
    async with open_database(cli.database) as database:
        recorder = Recorder(database, gap_after=MIN_GAP)
        recorder.record(1, Reading(datetime(2026, 11, 12, tzinfo=UTC), ()))
        await recorder.close()
    async with terminal("register", "remove", "shop") as screen:
        await screen.shows("Its history since 2026-11-12 is deleted too.")
        await screen.shows("crystalpay-bot export history.csv --register Shop")
        await screen.shows("Delete “Shop”")
        screen.types("n")
        assert await screen.ends() == 1


@pytest.mark.parametrize(("answer", "left"), [("n", ["Shop"]), ("y", [])])
async def test_a_register_is_deleted_only_after_a_yes(cli, terminal, answer, left):
    await cli.has_shop()
    async with terminal("register", "remove", "shop") as screen:
        await screen.shows("Delete “Shop” and everyone's access to it? [y/N]")
        assert await cli.names() == ["Shop"]
        screen.types(answer)
        assert await screen.ends() == len(left)
    assert await cli.names() == left
