"""Records the schema of today: current.sql, the fingerprint of each migration, and a database.

    .venv/bin/python -P tests/storage/schemas/record.py

To be run after a new migration was added and the package installed; nothing else renews them. The
database is the newest recorded one, upgraded; one that is there already is left as it is. Rows of
new tables are to be added to it by hand.
"""

import asyncio
import hashlib
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.storage import open_database

HERE = Path(__file__).parent
HEADER = """\
-- A database as schema {0} leaves it, with made-up rows in every table; see test_schemas.py.
-- Not to be changed: it stands for the files that people have.
PRAGMA user_version = {0};"""


def fingerprints():
    """The lines of `sha256sum *.sql`."""
    folder = files("bot.storage") / "migrations"
    scripts = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=str)
    return [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in scripts]


def schema_of(path):
    """The statements that make an empty database of the same schema, in an order of their own."""
    with closing(sqlite3.connect(path)) as plain:
        rows = plain.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            " ORDER BY tbl_name, type DESC, name"
        ).fetchall()
    return [f"{sql};" for (sql,) in rows]


async def record_a_database(version):
    """The rows of the newest one that was recorded, under the schema of today."""
    target, newest = HERE / f"{version:04}.sql", sorted(HERE.glob("0*.sql"))[-1]
    if target.exists():
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bot.sqlite3"
        with closing(sqlite3.connect(path)) as plain:
            plain.executescript(newest.read_text(encoding="utf-8"))
        async with open_database(path):
            pass
        with closing(sqlite3.connect(path)) as plain:
            lines = [HEADER.format(version), *plain.iterdump()]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


async def schema_of_a_new_file():
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bot.sqlite3"
        async with open_database(path):
            pass
        return schema_of(path)


if __name__ == "__main__":
    schema = "\n".join(asyncio.run(schema_of_a_new_file()))
    (HERE / "current.sql").write_text(f"{schema}\n", encoding="utf-8")
    (HERE / "migrations.sha256").write_text("\n".join(fingerprints()) + "\n", encoding="utf-8")
    asyncio.run(record_a_database(len(fingerprints())))
