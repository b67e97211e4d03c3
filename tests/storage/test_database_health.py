"""Whether the database can be written is found out by writing, which changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from bot.services.database_health import DatabaseHealth
from bot.storage.schema import migrations


async def test_a_page_is_written_and_nothing_changes(database, path):
    log = path.with_name("bot.sqlite3-wal")
    before = log.stat().st_size
    assert await DatabaseHealth(database).diagnose() is None
    assert log.stat().st_size > before
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (len(migrations()),)


async def test_a_lock_that_lasts_is_told_of(database, path, caplog):
    await database.rows("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (
            await DatabaseHealth(database).diagnose() == f"{path}: another process keeps it locked"
        )
        other.rollback()
    assert "The database cannot be written" in caplog.text
    assert await DatabaseHealth(database).diagnose() is None


async def test_a_file_that_may_not_grow_is_told_of(path, process):
    """A limit on the size of files stands for a full disk."""
    code = """if True:
        import asyncio, resource, signal, sys
        from pathlib import Path
        from bot.storage import open_database
        from bot.services.database_health import DatabaseHealth

        async def probe():
            async with open_database(Path(sys.argv[1])) as database:
                print(await DatabaseHealth(database).diagnose())
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
                print(await DatabaseHealth(database).diagnose())

        asyncio.run(probe())
    """
    async with process(code, path) as running:
        out, _ = await running.communicate()
    well, full = out.decode().splitlines()
    assert well == "None"
    assert str(path) in full
