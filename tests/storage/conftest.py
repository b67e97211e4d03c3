"""A database file of its own for each test, and other processes that open it too."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager

import pytest

from bot.storage import open_database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "bot.sqlite3"


@pytest.fixture
async def database(path):
    async with open_database(path) as database:
        yield database


@pytest.fixture
def process():
    """`async with process(code, *arguments) as running:` runs Python code in another process."""

    @asynccontextmanager
    async def process(code, *arguments, **options):
        pipe = asyncio.subprocess.PIPE
        running = await asyncio.create_subprocess_exec(
            sys.executable,
            # -P: the installed package, not the folder that the tests are run from.
            *("-P", "-c", code, *map(str, arguments)),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            **options,
        )
        try:
            yield running
        finally:
            if running.returncode is None:
                running.kill()
            await running.communicate()

    return process
