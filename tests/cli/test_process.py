"""The installed command as a process: what it imports, how it fails, what it leaves untouched."""

from __future__ import annotations

import sys

import pytest
from cli.conftest import COMMAND, SECRET

from bot import __version__

HEAVY = """
import sys
from bot.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print([name for name in ("aiogram", "aiohttp", {more}) if name in sys.modules])
"""


async def imported(cli, *arguments, more=()):
    code = HEAVY.format(arguments=arguments, more="".join(f"{name!r}," for name in more))
    _, out, errors = await cli.process("-P", "-c", code, command=(sys.executable,))
    assert out, errors
    return out.splitlines()[-1]


async def test_help_imports_nothing_heavy(cli):
    more = ("httpx", "pydantic", "babel", "cryptography", "aiosqlite")
    assert await imported(cli, "--help", more=more) == "[]"


async def test_balance_imports_no_aiogram(cli):
    await cli.has_shop()
    assert await imported(cli, "balance") == "[]"


async def test_the_command_and_the_module_are_the_same(cli):
    by_name = await cli.process("--version")
    by_module = await cli.process("-P", "-m", "bot", "--version", command=(sys.executable,))
    assert by_name == by_module == (0, f"crystalpay-bot, version {__version__}\n", "")


async def test_a_register_is_added_through_a_real_pipe_and_read(cli):
    added = await cli.process("register", "add", "Shop", "--login", "shop", stdin=SECRET.encode())
    assert added == (0, "Added “Shop”.\n", "")
    code, out, errors = await cli.process("balance")
    assert (code, errors) == (0, "")
    assert "0.00050000  BTC  Bitcoin" in out


@pytest.mark.parametrize("name", ["BOT_TOKEN", "ADMIN_IDS", "TIMEZONE"])
async def test_a_wrong_setting_ends_any_command_with_2_and_one_line(cli, name):
    code, out, errors = await cli.process("run", env=cli.environment(**{name: "hidden"}))
    assert (code, out) == (2, "")
    assert errors.startswith(f"Error: {name}: expected ")
    assert errors.count("\n") == 1
    assert "hidden" not in errors


async def test_run_without_a_token_says_what_is_missing(cli):
    assert await cli.process("run") == (2, "", "Error: BOT_TOKEN: not set; @BotFather gives one\n")


# A root without these two rights is stopped by the modes of files like anybody else.
WITHOUT_RIGHTS = """
import ctypes, os, sys
for right in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    if os.getuid() == 0 and ctypes.CDLL(None).prctl(24, right, 0, 0, 0) != 0:  # PR_CAPBSET_DROP
        sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def one_line(cli):
    """Run `balance` with no rights beyond the modes of files; returns the line it fails with."""

    async def one_line():
        command = (sys.executable, "-c", WITHOUT_RIGHTS, COMMAND)
        code, out, errors = await cli.process("balance", command=command)
        if code == 77:
            pytest.skip("the tests run as root, and root cannot give up its rights here")
        assert (code, out, errors.count("\n")) == (1, "", 1)
        return errors.removeprefix("Error: ").removesuffix("\n")

    return one_line


@pytest.fixture
def data(cli):
    """The folder of the database; whoever clears up may do so."""
    cli.database.parent.mkdir()
    yield cli.database.parent
    cli.database.parent.chmod(0o700)


async def test_a_folder_that_cannot_be_written_is_one_clear_line(cli, one_line, data):
    data.chmod(0o555)
    assert await one_line() == "data/bot.sqlite3: cannot be written (Permission denied)"
    assert list(data.iterdir()) == []


@pytest.mark.parametrize("folder", [0o555, 0o755])
async def test_a_database_that_cannot_be_written_is_one_clear_line(cli, one_line, data, folder):
    await cli.has_shop()
    cli.database.chmod(0o444)
    data.chmod(folder)
    before = cli.database.read_bytes(), cli.database.stat().st_mtime_ns
    line = await one_line()
    assert line == "data/bot.sqlite3: cannot be written; check the owner and the disk"
    assert (cli.database.read_bytes(), cli.database.stat().st_mtime_ns) == before


async def test_a_file_that_is_no_database_is_one_clear_line_and_left_as_it_is(cli):
    await cli.has_shop()
    cli.database.write_bytes(b"no database" * 99)
    before = {file.name: file.read_bytes() for file in cli.database.parent.iterdir()}
    assert "not a database" in await cli.fails("balance")
    assert {file.name: file.read_bytes() for file in cli.database.parent.iterdir()} == before
