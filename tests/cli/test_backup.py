"""A backup is whole whatever goes on; a restore checks first and keeps what it replaces."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import AsyncExitStack, closing
from datetime import date

import pytest
from cli.conftest import SECRET

from bot.storage import AuditTable, open_database
from bot.storage.schema import migrations


@pytest.fixture
def backup(cli):
    return cli.folder / "backup.sqlite3"


@pytest.fixture
async def saved(cli, backup):
    """A backup of one register, after which there are two."""
    await cli.has_shop()
    await cli.ok("chat", "allow", "-1001")
    await cli.ok("backup", str(backup))
    await cli.has_shop("Bazaar")
    return backup


def files(cli):
    return {file.name: file.read_bytes() for file in cli.database.parent.iterdir()}


def kept(cli):
    """The copies of what a restore replaced."""
    return sorted(cli.database.parent.glob("bot.sqlite3.before-restore-*"))


async def test_a_backup_is_one_whole_file_for_its_owner_alone_without_a_key_or_a_secret(cli, saved):
    assert saved.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(saved)) as connection:
        assert connection.execute("SELECT name FROM registers").fetchall() == [("Shop",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    content = saved.read_bytes()
    assert SECRET.encode() not in content
    assert (cli.database.parent / "bot.key").read_bytes().strip() not in content
    assert sorted(file.name for file in cli.folder.iterdir()) == ["backup.sqlite3", "data"]


async def test_a_backup_says_its_size_and_that_the_key_is_needed_too(cli, backup):
    await cli.has_shop()
    said = await cli.ok("backup", str(backup))
    assert said.startswith(f"Wrote {backup} ({backup.stat().st_size // 1024} KiB).\n")
    assert "(bot.key next to the database)" in said
    assert "in another place: crystalpay-bot key show" in said


async def test_a_file_that_is_there_is_replaced_only_by_force(cli, saved):
    before = saved.read_bytes()
    assert await cli.fails("backup", str(saved)) == (
        f"Error: {saved} already exists; use --force to replace it"
    )
    assert saved.read_bytes() == before
    await cli.ok("backup", "--force", str(saved))
    with closing(sqlite3.connect(saved)) as connection:
        assert connection.execute("SELECT count(*) FROM registers").fetchone() == (2,)


@pytest.mark.parametrize("name", ["bot.sqlite3", "bot.sqlite3-wal"])
async def test_the_database_is_no_place_for_its_backup(cli, name):
    await cli.has_shop()
    before = files(cli)
    line = await cli.fails("backup", "--force", str(cli.database.with_name(name)))
    assert "is the database itself" in line
    assert files(cli) == before


async def test_without_a_database_there_is_nothing_to_back_up(cli, backup):
    assert "there is no database to back up" in await cli.fails("backup", str(backup))
    assert not backup.exists()
    assert not cli.database.exists()


async def test_a_folder_that_is_missing_is_one_line(cli):
    await cli.has_shop()
    assert "No such file or directory" in await cli.fails("backup", "nowhere/backup")


async def test_a_backup_made_while_others_write_holds_one_moment(cli, backup):
    """What is written in one transaction is in the backup whole or not at all."""
    await cli.has_shop()
    async with open_database(cli.database) as database:
        stop = asyncio.Event()

        async def write():
            written = 0
            while not stop.is_set():
                async with database.transaction() as connection:
                    for chat_id in (written, -written - 1):
                        await connection.execute(
                            "INSERT INTO looks VALUES (?, '2026-11-22', 1)", (chat_id,)
                        )
                written += 1
            return written

        writing = asyncio.create_task(write())
        for number in range(5):
            code, _, errors = await cli.process("backup", f"{backup}.{number}")
            assert code == 0, errors
        stop.set()
        assert await writing > 5
    for number in range(5):
        with closing(sqlite3.connect(f"{backup}.{number}")) as connection:
            (halves,) = connection.execute("SELECT count(*) FROM looks").fetchone()
            assert halves % 2 == 0
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_what_was_written_last_is_in_the_backup(cli, backup):
    """It stands in the write-ahead log, not yet in the file."""
    await cli.has_shop()
    async with open_database(cli.database) as database:
        await AuditTable(database).add_view_counts({(date(2026, 11, 22), 77): 1})
        await cli.ok("backup", str(backup))
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT chat_id FROM looks").fetchall() == [(77,)]


async def test_a_restore_brings_the_backup_back_and_keeps_what_it_replaces(cli, saved):
    before = saved.read_bytes()
    said = await cli.ok("restore", str(saved))
    assert await cli.names() == ["Shop"]
    assert "-1001  all registers" in await cli.ok("chat", "list")
    assert "0.00050000" in await cli.ok("balance")
    (copy,) = kept(cli)
    assert f"The replaced database is kept as data/{copy.name}." in said.replace(
        f"{cli.folder}/", ""
    )
    assert copy.stat().st_mode & 0o777 == cli.database.stat().st_mode & 0o777 == 0o600
    assert saved.read_bytes() == before
    await cli.ok("restore", str(copy))
    assert await cli.names() == ["Shop", "Bazaar"]
    assert len(kept(cli)) == 2


async def test_what_was_under_way_at_the_backup_is_not_sent_or_answered_again(cli, backup):
    await cli.has_shop()
    owed = "INSERT INTO outbox (subject, chat_id, kind, facts, state, due_at, changed_at)"
    with closing(sqlite3.connect(cli.database)) as connection, connection:
        connection.execute(f"{owed} VALUES ('a', 5, 'access_given', '{{}}', 'pending', 1, 1)")
        connection.execute(f"{owed} VALUES ('b', 5, 'access_given', '{{}}', 'sent', NULL, 1)")
        connection.execute("INSERT INTO updates_in_hand VALUES (7, 'sealed', 1)")
    await cli.ok("backup", str(backup))
    await cli.ok("restore", str(backup))
    with closing(sqlite3.connect(cli.database)) as connection:
        assert connection.execute("SELECT subject FROM outbox").fetchall() == [("b",)]
        assert connection.execute("SELECT * FROM updates_in_hand").fetchall() == []


async def test_a_restore_works_where_nothing_is_yet(cli, saved):
    for file in cli.database.parent.iterdir():
        if file.name != "bot.key":
            file.unlink()
    await cli.ok("restore", str(saved))
    assert await cli.names() == ["Shop"]
    assert kept(cli) == []


async def test_a_restore_without_the_key_says_what_is_missing(cli, saved):
    (cli.database.parent / "bot.key").unlink()
    result = await cli("restore", str(saved))
    assert result.exit_code == 0
    assert "bot.key is missing, and without it 1 of 1" in result.stderr


async def test_a_restore_over_a_database_in_use_is_refused(cli, saved):
    """By a running bot or by any other command."""
    async with open_database(cli.database):
        before = cli.database.read_bytes()
        line = await cli.fails("restore", str(saved))
        assert line == (
            f"Error: {cli.database}: is in use; end the bot and every other crystalpay-bot "
            "command first"
        )
        assert cli.database.read_bytes() == before
    await cli.ok("restore", str(saved))


async def test_what_was_killed_is_no_longer_in_use_and_its_last_writes_are_kept(cli, saved):
    """The write-ahead log of a killed process belongs to what is replaced, not to the backup."""
    code = f"""
import asyncio, os
from datetime import date
from pathlib import Path
from bot.storage import AuditTable, open_database
async def write():
    async with open_database(Path({str(cli.database)!r})) as database:
        await AuditTable(database).add_view_counts({{(date(2026, 11, 22), 77): 1}})
        os.kill(os.getpid(), 9)
asyncio.run(write())
"""
    await cli.process("-P", "-c", code, command=(sys.executable,))
    assert cli.database.with_name("bot.sqlite3-wal").stat().st_size
    await cli.ok("restore", str(saved))
    assert await cli.names() == ["Shop"]
    for path, count in ((cli.database, 0), (kept(cli)[0], 1)):
        with closing(sqlite3.connect(path)) as connection:
            view_counts = connection.execute(
                "SELECT count(*) FROM looks WHERE chat_id = 77"
            ).fetchone()
            assert view_counts == (count,)


async def test_a_damaged_database_is_replaced_and_kept_as_it_was(cli, saved):
    cli.database.write_bytes(b"no database" * 99)
    await cli.ok("restore", str(saved))
    assert await cli.names() == ["Shop"]
    (copy,) = kept(cli)
    assert copy.read_bytes() == b"no database" * 99


async def test_a_backup_of_an_older_version_is_brought_up_to_date(cli, backup):
    await cli.has_shop()
    with closing(sqlite3.connect(backup)) as connection:
        connection.executescript(migrations()[0])
        connection.execute(
            "INSERT INTO registers (name, folded_name, login, secret, added_at)"
            " VALUES ('Old', 'old', 'old', 'x', 0)"
        )
        connection.commit()
        connection.execute("PRAGMA user_version = 1")
    result = await cli("restore", str(backup))
    assert result.exit_code == 0, result.output
    assert await cli.names() == ["Old"]


async def test_many_commands_may_use_the_database_at_once(cli):
    await cli.has_shop()
    async with AsyncExitStack() as stack:
        for _ in range(3):
            await stack.enter_async_context(open_database(cli.database))
        assert "0.00050000" in await cli.ok("balance")
