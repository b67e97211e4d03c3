"""The key: shown on a yes only, replaced in one go, and missed without anything being lost."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import asynccontextmanager, closing

import pytest
from cli.conftest import COMMAND, SECRET
from cryptography.fernet import Fernet

from sandbox.telegram import TelegramSandbox

SECRET_LOST = "This register's secret can't be read. Set it again."
KEY_UNREADABLE = "The encryption key can't be read right now. Nothing is lost, try again later."
OTHER_KEY = Fernet.generate_key().decode()


@pytest.fixture
def key_file(cli):
    return cli.database.with_name("bot.key")


@pytest.fixture
async def telegram():
    async with TelegramSandbox() as telegram:
        yield telegram


@pytest.fixture
def running(cli, telegram):
    """`async with running(admin) as process:` a bot that polls; it must end with 0."""

    @asynccontextmanager
    async def running(admin, **settings):
        env = cli.environment(
            BOT_TOKEN=telegram.token,
            TELEGRAM_API_URL=telegram.url,
            ADMIN_IDS=str(admin.id),
            READING_TTL="0",
            **settings,
        )
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            COMMAND, "run", env=env, cwd=cli.folder, stdout=pipe, stderr=pipe
        )
        log: list[str] = []
        try:
            await telegram.polled()
            yield log
        finally:
            process.send_signal(signal.SIGTERM)
            out, errors = await asyncio.wait_for(process.communicate(), 20)
            log += (out + errors).decode().splitlines()
        assert process.returncode == 0, log

    return running


def sealed(cli):
    with closing(sqlite3.connect(cli.database)) as connection:
        return [secret for (secret,) in connection.execute("SELECT secret FROM registers")]


async def test_the_key_is_shown_after_a_yes_only(cli, key_file):
    assert "no key yet" in await cli.fails("key", "show", "--yes")
    await cli.has_shop()
    assert "use --yes" in await cli.fails("key", "show")
    shown = await cli("key", "show", "--yes")
    assert shown.stdout == key_file.read_text()
    assert shown.stderr.startswith("This key decrypts the registers' secrets")


async def test_a_configured_key_is_shown_too(cli):
    assert await cli.ok("key", "show", "--yes", ENCRYPTION_KEY=OTHER_KEY) == f"{OTHER_KEY}\n"


async def test_a_rotation_seals_every_secret_anew_and_keeps_the_older_key(cli, key_file):
    await cli.has_shop()
    await cli.has_shop("Bazaar")
    before, old = sealed(cli), key_file.read_text()
    said = await cli.ok("key", "rotate")
    assert said == (
        "Secrets encrypted with the new key: 2.\n"
        "It is the first key in data/bot.key. Earlier backups still need the older keys.\n"
    )
    new, *older = key_file.read_text().splitlines()
    assert older == old.splitlines()
    after = sealed(cli)
    assert not set(after) & set(before)
    assert [Fernet(new).decrypt(each).decode() for each in after] == [SECRET, SECRET]
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert "0.00050000" in await cli.ok("balance", "shop")
    assert "Encryption key replaced" in await cli.ok("audit")


async def test_a_rotation_that_fails_changes_no_secret(cli, key_file):
    await cli.has_shop()
    before = sealed(cli)
    with closing(sqlite3.connect(cli.database)) as connection:
        connection.execute(
            "CREATE TRIGGER no BEFORE UPDATE ON registers BEGIN SELECT RAISE (FAIL, 'no'); END"
        )
    result = await asyncio.to_thread(_rotate_and_catch, cli)
    assert isinstance(result, sqlite3.IntegrityError)
    assert sealed(cli) == before
    with closing(sqlite3.connect(cli.database)) as connection:
        connection.execute("DROP TRIGGER no")
    assert "0.00050000" in await cli.ok("balance")


def _rotate_and_catch(cli):
    from click.testing import CliRunner

    from bot.cli import main

    return CliRunner(env=cli.settings).invoke(main, ["key", "rotate"]).exception


async def test_two_rotations_at_once_leave_secrets_that_open(cli, key_file):
    await cli.has_shop()
    ended = await asyncio.gather(*(cli.process("key", "rotate") for _ in range(3)))
    assert [code for code, _, _ in ended] == [0, 0, 0], ended
    assert len(key_file.read_text().split()) == 4
    assert "0.00050000" in await cli.ok("balance")


async def test_a_running_bot_goes_on_through_a_rotation(cli, key_file, telegram, running):
    await cli.has_shop()
    admin = telegram.user("Admin")
    async with running(admin) as log:
        assert "0.00050000" in (await answer_to(telegram, admin, "/balance")).text
        await cli.ok("key", "rotate")
        newest = key_file.read_text().splitlines()[0]
        key_file.write_text(f"{newest}\n")  # not even the older key is needed any more
        assert "0.00050000" in (await answer_to(telegram, admin, "/balance")).text
    assert not any("WARNING" in line or SECRET in line for line in log)


async def test_configured_keys_are_rotated_by_hand_in_three_steps(cli):
    old = Fernet.generate_key().decode()
    cli.settings["ENCRYPTION_KEY"] = old
    await cli.has_shop()
    before = sealed(cli)
    line = await cli.fails("key", "rotate")
    assert line.startswith("Error: ENCRYPTION_KEY holds one key. Put a new one in front of it")
    assert old not in line
    assert sealed(cli) == before
    await cli.ok("key", "rotate", ENCRYPTION_KEY=f"{OTHER_KEY},{old}")
    assert "0.00050000" in await cli.ok("balance", ENCRYPTION_KEY=OTHER_KEY)


async def answer_to(telegram, user, text):
    """The bot is another process: it may confirm a message before it has answered."""

    def answers():
        return [m for m in user.chat.screen if m.sender is not user]

    before = len(answers())
    user.posts(text)
    await telegram.shows(lambda: len(answers()) > before)
    return answers()[-1]


SPOILT = {
    "lost": (lambda file: file.unlink(), "data/bot.key is missing, and without it 1 of 1"),
    "another": (lambda file: file.write_text(OTHER_KEY), "with data/bot.key 1 of 1"),
    "damaged": (lambda file: file.write_text("no key"), "data/bot.key is not a Fernet key"),
}


@pytest.mark.parametrize(("spoil", "words"), SPOILT.values(), ids=SPOILT)
async def test_without_its_key_the_bot_starts_warns_once_and_says_so_on_the_screen(
    cli, key_file, telegram, running, spoil, words
):
    await cli.has_shop()
    await cli.ok("balance")
    admin = telegram.user("Admin")
    before = sealed(cli)
    kept = key_file.read_text()
    spoil(key_file)
    async with running(admin) as log:
        screen = await answer_to(telegram, admin, "/balance")
        assert screen.text.splitlines()[:3] == ["⚠️ Shop", SECRET_LOST, "Last known balances:"]
        assert "0.00050000" in screen.text
        key_file.write_text(kept)  # brought back while the bot runs
        assert "⚠️" not in (await answer_to(telegram, admin, "/balance")).text
    warnings = [line for line in log if "WARNING" in line]
    assert len(warnings) == 1
    assert words in warnings[0]
    assert sealed(cli) == before


async def test_a_key_that_cannot_be_read_now_is_not_called_lost(cli, key_file, telegram, running):
    """A folder in its place: nobody can read that, whatever his rights."""
    await cli.has_shop()
    await cli.ok("balance")
    admin = telegram.user("Admin")
    kept = key_file.rename(key_file.with_name("kept"))
    key_file.mkdir()
    async with running(admin) as log:
        screen = await answer_to(telegram, admin, "/balance")
        assert screen.text.splitlines()[:3] == [
            "⚠️ Shop",
            KEY_UNREADABLE,
            "Last known balances:",
        ]
        assert "⚠️ Shop · not checked" in (await answer_to(telegram, admin, "/registers")).text
        assert "anew" not in (await cli("balance")).output
        key_file.rmdir()
        kept.rename(key_file)  # the disk is well again
        assert "⚠️" not in (await answer_to(telegram, admin, "/balance")).text
    (warning,) = [line for line in log if "WARNING" in line]
    assert warning.endswith(
        "data/bot.key: cannot be read right now (Is a directory); nothing is lost, and the secrets "
        "open again when it can"
    )


async def test_balance_and_check_say_why_the_key_cannot_be_read_now(cli, key_file):
    await cli.has_shop()
    key_file.unlink()
    key_file.symlink_to(key_file)
    result = await cli("balance")
    assert result.exit_code == 1
    why = "data/bot.key: cannot be read right now (Too many levels of symbolic links)"
    assert f"{KEY_UNREADABLE} ({why})" in result.stdout
    assert result.stderr.startswith(f"Warning: {why}; nothing is lost")
    checked = await cli("check", BOT_TOKEN="")
    (line,) = [line for line in checked.stdout.splitlines() if line.startswith("key")]
    assert f"failed                   {why}" in line
    assert "register Shop  failed" in checked.stdout
    assert KEY_UNREADABLE in checked.stdout
    for command in (("register", "set-secret", "Shop", "--unchecked"), ("key", "rotate")):
        assert await cli.fails(*command, stdin=SECRET) == f"Error: {why}"
    assert key_file.is_symlink()


@pytest.mark.parametrize(("spoil", "words"), SPOILT.values(), ids=SPOILT)
async def test_balance_and_check_say_what_is_wrong_with_the_key(cli, key_file, spoil, words):
    await cli.has_shop()
    spoil(key_file)
    files = {file.name: file.read_bytes() for file in key_file.parent.iterdir()}
    result = await cli("balance")
    assert result.exit_code == 1
    assert SECRET_LOST in result.stdout
    assert words in result.stderr
    assert "0.0" not in result.stdout
    checked = await cli("check", BOT_TOKEN="", CRYSTALPAY_TIMEOUT="0.1")
    assert checked.exit_code == 1
    (line,) = [line for line in checked.stdout.splitlines() if line.startswith("key")]
    assert line.split()[1] == "failed"
    assert words in line
    assert {file.name: file.read_bytes() for file in key_file.parent.iterdir()} == files


async def test_after_the_key_was_lost_a_secret_can_be_set_anew(cli, key_file):
    await cli.has_shop()
    await cli.has_shop("Bazaar")
    key_file.unlink()
    await cli.ok("register", "set-secret", "Shop", stdin=SECRET)
    assert "0.00050000" in await cli.ok("balance", "Shop")
    result = await cli("balance", "Bazaar")
    assert SECRET_LOST in result.stdout
    assert "1 of 2" in result.stderr
    said = await cli("key", "rotate")
    assert "Warning: 1 more cannot be read with any key and were left unchanged." in said.stderr


async def test_a_damaged_key_file_is_never_written_over(cli, key_file):
    await cli.has_shop()
    key_file.write_text("no key")
    for command in (("register", "set-secret", "Shop"), ("key", "rotate")):
        assert "is not a Fernet key" in await cli.fails(*command, stdin=SECRET)
    assert key_file.read_text() == "no key"


async def test_a_malformed_setting_ends_run_with_one_line(cli, telegram):
    env = cli.environment(BOT_TOKEN=telegram.token, ENCRYPTION_KEY="hidden-key")
    code, out, errors = await cli.process("run", env=env)
    assert (code, out, errors.count("\n")) == (2, "", 1)
    assert errors.startswith("Error: ENCRYPTION_KEY: expected one or more Fernet keys")
    assert "hidden-key" not in errors
