"""The command line over a CrystalPAY sandbox: in this process where that is enough, else as one."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.config import Settings
from bot.storage import RegisterTable, open_database
from sandbox.crystalpay import CrystalPaySandbox, SandboxBalance

COMMAND = Path(sys.executable).with_name("crystalpay-bot")
SECRET = "secret-of-the-shop"
BALANCES = {
    "BITCOIN": SandboxBalance("Bitcoin", "0.0005", "BTC", 8),
    "LZTMARKET": SandboxBalance("LZT Market", "-1234567.5", "RUB", 2),
    "TRON": SandboxBalance("Tron", "0", "TRX", 6),
}


class Cli:
    """`await cli("register", "list")` is one call of the command; settings go by keyword."""

    def __init__(self, folder, **settings):
        self.folder = folder
        self.database = folder / "data" / "bot.sqlite3"
        self.settings = {"SECRETS_DIR": str(folder / "no-secrets"), **settings}

    async def __call__(self, *arguments, stdin="", **settings):
        unset = {name.upper(): None for name in (*Settings.model_fields, "columns")}
        env = {**unset, **self.settings, **settings}
        result = await asyncio.to_thread(
            CliRunner(env=env).invoke, main, arguments, input=stdin, catch_exceptions=False
        )
        assert SECRET not in result.output
        return result

    async def ok(self, *arguments, **options):
        result = await self(*arguments, **options)
        assert result.exit_code == 0, result.output
        return result.stdout

    async def fails(self, *arguments, code=1, **options):
        """The one line on standard error."""
        result = await self(*arguments, **options)
        assert result.exit_code == code, result.output
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        return line

    async def has_shop(self, name="Shop", login="shop"):
        await self.ok("register", "add", name, "--login", login, "--unchecked", stdin=SECRET)

    async def names(self):
        async with open_database(self.database) as database:
            return [register.name for register in await RegisterTable(database).all()]

    def environment(self, **settings):
        """For a process: that of the tests, without settings that a developer may have.

        Coverage is measured in this process only: it would double the start of every other one.
        """
        hidden = {*Settings.model_fields, "columns"}
        hidden |= {"coverage_process_config", "coverage_process_start"}
        outer = {k: v for k, v in os.environ.items() if k.lower() not in hidden}
        return {**outer, **self.settings, **settings}

    async def process(self, *arguments, stdin=b"", command=(COMMAND,), env=None, **options):
        """Run the installed command as a process; returns its code, output and errors."""
        pipe = asyncio.subprocess.PIPE
        running = await asyncio.create_subprocess_exec(
            *command,
            *arguments,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=env or self.environment(),
            cwd=self.folder,
            **options,
        )
        out, errors = await running.communicate(stdin)
        assert b"Traceback" not in out + errors
        return running.returncode, out.decode(), errors.decode()


@pytest.fixture
async def crystalpay():
    async with CrystalPaySandbox(limit_per_second=None) as crystalpay:
        crystalpay.add_register("shop", SECRET, "The shop at CrystalPAY", BALANCES)
        yield crystalpay


@pytest.fixture
async def cli(tmp_path, monkeypatch, crystalpay):
    monkeypatch.chdir(tmp_path)
    return Cli(
        tmp_path,
        CRYSTALPAY_API_URL=crystalpay.url,
        CRYSTALPAY_TIMEOUT="0.3",
        CRYSTALPAY_RATE_LIMIT="1000",
    )
