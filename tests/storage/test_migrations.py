"""The schema only moves forward: once, whole or not at all, and with every row."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib.resources import files

import pytest

from bot.storage import ChatTable, DatabaseError, RegisterTable, open_database
from bot.storage.integrity import fault_of, normalize, validate
from bot.storage.schema import migrations, statements


def dump(path):
    with closing(sqlite3.connect(path)) as plain:
        return list(plain.iterdump()), plain.execute("PRAGMA user_version").fetchone()


async def opened(path):
    async with open_database(path):
        pass


def written_by_version(path, version):
    """A database as the release with so many migrations left it, with a row in each table."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as plain:
        for script in migrations()[:version]:
            plain.executescript(script)
        plain.execute(
            "INSERT INTO registers (id, name, folded_name, login, secret, added_at)"
            " VALUES (7, 'Shop', 'shop', 'login', 'sealed', 1)"
        )
        plain.execute("INSERT INTO chats (id, language, hide_empty) VALUES (-100, 'ru', 0)")
        plain.execute("INSERT INTO grants (chat_id, register_id, granted_at) VALUES (-100, 7, 1)")
        plain.execute("INSERT INTO grants (chat_id, register_id, granted_at) VALUES (5, NULL, 1)")
        plain.execute("""INSERT INTO readings VALUES (7, 1, '[["TRON", "Tron", "1", "TRX", 6]]')""")
        plain.execute(f"PRAGMA user_version = {version}")
        plain.commit()


async def test_migrating_twice_is_migrating_once(path):
    await opened(path)
    once = dump(path)
    await opened(path)
    assert dump(path) == once
    assert once[1] == (len(migrations()),)


@pytest.mark.parametrize("version", range(1, len(migrations()) + 1))
async def test_an_old_file_keeps_its_rows_when_it_is_upgraded(path, version):
    written_by_version(path, version)
    async with open_database(path) as database:
        ((reached,),) = await database.rows("PRAGMA user_version")
        assert reached == len(migrations())
        (register,) = (await ChatTable(database).access_row(-100)).registers
        assert (register.id, register.name) == (7, "Shop")
        assert (await ChatTable(database).access_row(5)).sees_all
        for table, rows in {"registers": 1, "chats": 1, "grants": 2, "readings": 1}.items():
            ((kept,),) = await database.rows(f"SELECT count(*) FROM {table}")
            assert kept == rows
        assert not await database.rows("PRAGMA foreign_key_check")


@pytest.mark.parametrize("version", range(1, len(migrations()) + 1))
async def test_a_copy_for_the_owner_alone_is_kept_before_an_upgrade_and_only_then(path, version):
    written_by_version(path, version)
    before = dump(path)
    await opened(path)
    copies = [file for file in path.parent.iterdir() if "before-schema" in file.name]
    assert len(copies) == (version < len(migrations()))
    for copy in copies:
        assert dump(copy)[0] == before[0]
        assert copy.stat().st_mode & 0o777 == 0o600


async def test_a_schema_that_cannot_be_made_is_not_made_by_half(path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE admins (something_else TEXT)")  # one of the second script
        plain.executescript(migrations()[0])
        plain.execute("PRAGMA user_version = 1")
        plain.commit()
    before = dump(path)
    with pytest.raises(DatabaseError, match="admins already exists"):
        await opened(path)
    assert dump(path) == before


@pytest.mark.parametrize("version", range(1, len(migrations()) + 1))
async def test_an_upgraded_file_has_the_very_schema_of_a_new_one(path, version):
    """That is what a restore compares."""
    written_by_version(path, version)
    with closing(sqlite3.connect(path)) as plain:
        validate(plain, thorough=True)
    await opened(path)
    with closing(sqlite3.connect(path)) as plain:
        validate(plain, thorough=True)
    assert fault_of(path) is None


@pytest.mark.parametrize(
    ("sql", "same"),
    [
        ("CREATE TABLE a(b,c)", True),
        ("CREATE TABLE a (b -- the first\n, /* and */ c)", True),
        ("CREATE TABLE a (b, c DEFAULT '--')", False),
        ("CREATE TABLE a (bc)", False),
        ("CREATE TABLE a (b, 'c')", False),
        ('CREATE TABLE a (b, "c -- ""\n")', False),
        ("CREATE TABLE a (b, c) -- \n STRICT", False),
    ],
)
def test_schemas_are_compared_without_comments_and_spaces(sql, same):
    assert (normalize(sql) == normalize("CREATE TABLE a (b, c)")) is same


async def test_two_processes_may_make_the_file_at_the_same_time(path, process):
    code = """
import asyncio, sys
from pathlib import Path
from bot.storage import RegisterTable, open_database

async def main():
    async with open_database(Path(sys.argv[1])) as database:
        await RegisterTable(database).add(sys.argv[2], "login", "sealed")

sys.stdin.readline()
asyncio.run(main())
"""
    async with process(code, path, "one") as one, process(code, path, "two") as two:
        for each in (one, two):
            each.stdin.write(b"now\n")
        errors = [(await each.communicate())[1].decode() for each in (one, two)]
        assert [one.returncode, two.returncode] == [0, 0], errors
    async with open_database(path) as database:
        assert {each.name for each in await RegisterTable(database).all()} == {"one", "two"}


def test_scripts_are_numbered_without_a_gap():
    folder = files("bot.storage") / "migrations"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.sql", name) for name in names)
    assert len(migrations()) == len(names)


def test_no_script_commits_on_its_own():
    for script in migrations():
        code = re.sub(r"--.*", "", script).upper()
        assert not re.search(r"\b(BEGIN|COMMIT|ROLLBACK|VACUUM|PRAGMA)\b", code)


@pytest.mark.parametrize("end", ["CREATE TABLE b (c)", "CREATE TABLE b (c) -- ;", "'", "/* ;"])
def test_a_last_statement_without_its_semicolon_is_an_error(end):
    with pytest.raises(ValueError, match="without its semicolon"):
        statements(f"CREATE TABLE a (b);\n{end}")


@pytest.mark.parametrize("end", ["", "\n \n", "-- a word; or two", "/* a word\n; */ -- more\n"])
def test_what_stands_behind_the_last_statement_may_be_a_comment(end):
    assert len(statements(f"CREATE TABLE a (b);\n{end}")) == 1


@pytest.mark.parametrize("script", migrations())
def test_every_script_is_made_of_whole_statements(script):
    assert statements(script)
