"""The file is made for its owner alone, and what is not ours is refused and left as it was."""

from __future__ import annotations

import sqlite3

import pytest

from bot.storage import DatabaseError, RegisterTable, open_database
from bot.storage.schema import migrations


def as_it_is(path):
    return path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode


async def refused(path):
    """The line that a person reads."""
    with pytest.raises(DatabaseError) as caught:
        async with open_database(path):
            pass
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line
    return line


async def test_the_folder_is_made_and_all_files_are_for_the_owner_alone(path):
    async with open_database(path) as database:
        await RegisterTable(database).add("Shop", "login", "sealed")
        files = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert files == {
        "bot.sqlite3": 0o600,
        "bot.sqlite3-wal": 0o600,
        "bot.sqlite3-shm": 0o600,
    }


async def test_the_file_survives_a_kill_and_checks_its_references(database):
    assert (await database.row("PRAGMA journal_mode"))[0] == "wal"
    assert (await database.row("PRAGMA foreign_keys"))[0] == 1
    assert (await database.row("PRAGMA integrity_check"))[0] == "ok"


async def test_every_table_is_strict(database):
    tables = await database.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    ours = {row["name"]: row["strict"] for row in tables if not row["name"].startswith("sqlite_")}
    assert ours
    assert set(ours.values()) == {1}


async def test_a_closed_database_is_one_whole_file(path):
    async with open_database(path) as database:
        await RegisterTable(database).add("Shop", "login", "sealed")
    assert [file.name for file in path.parent.iterdir()] == ["bot.sqlite3"]
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT name FROM registers").fetchall() == [("Shop",)]
    plain.close()


@pytest.mark.parametrize(
    "content", [b"not a database " * 100, b"{}\n", b"SQLite format 3\x00" * 99]
)
async def test_a_file_that_is_not_a_database_is_refused_and_left_as_it_was(tmp_path, content):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    before = as_it_is(path)
    line = await refused(path)
    assert "not a database" in line or "damaged" in line
    assert as_it_is(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


async def test_a_newer_database_is_refused_and_left_as_it_was(path):
    async with open_database(path) as database:
        await RegisterTable(database).add("Shop", "login", "sealed")
    newer = len(migrations()) + 1
    with sqlite3.connect(path) as plain:
        plain.execute(f"PRAGMA user_version = {newer}")
    plain.close()
    before = as_it_is(path)
    line = await refused(path)
    assert f"newer crystalpay-bot (schema {newer}" in line
    assert as_it_is(path) == before


async def test_a_folder_is_no_database(tmp_path):
    await refused(tmp_path)


async def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "data").write_text("a file")
    assert "cannot be written" in await refused(tmp_path / "data" / "bot.sqlite3")


async def test_a_refused_file_can_be_opened_once_it_is_well_again(path):
    path.parent.mkdir()
    path.write_bytes(b"not a database " * 100)
    await refused(path)
    path.unlink()
    async with open_database(path) as database:
        assert await RegisterTable(database).all() == ()


async def test_another_programs_database_is_refused_and_left_as_it_is(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE notes (text)")
    foreign.close()
    before = as_it_is(path)
    assert "another program's database" in await refused(path)
    assert as_it_is(path) == before
