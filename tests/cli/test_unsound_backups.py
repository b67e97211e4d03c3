"""A backup that is damaged, altered or not to be read is refused in a line that says why."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

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


GRANT_OF_NOTHING = "INSERT INTO grants (chat_id, register_id, granted_at) VALUES (5, 77, 1)"


def files(cli):
    return {file.name: file.read_bytes() for file in cli.database.parent.iterdir()}


def _damage(path):
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xaa" * 4096 * 3
    path.write_bytes(content)


def _damage_one_entry(path):
    """An index that does not agree with its table is found only by whoever looks for it."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_registers_1'"
        ).fetchone()
    content = bytearray(path.read_bytes())
    end = page * 4096
    assert content[end - 4 : end] == b"shop"
    content[end - 4 : end] = b"shoq"
    path.write_bytes(content)


def _newer(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(migrations()) + 1}")


def _foreign(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
        connection.execute("PRAGMA user_version = 1")


def _by(*commands):
    """Spoils a backup by these commands of SQL."""

    def spoil(path):
        with closing(sqlite3.connect(path)) as connection:
            for command in commands:
                connection.execute(command)
            connection.commit()

    return spoil


MAKES_AN_ADMIN = (
    "AFTER UPDATE ON chats BEGIN INSERT OR IGNORE INTO admins VALUES (7, 'stranger', 1); END"
)


def _disguised(name):
    """A trigger with a name that only SQLite's own objects may have."""
    return _by(
        f"CREATE TRIGGER sly {MAKES_AN_ADMIN}",
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_schema SET name = '{name}', sql = replace(sql, 'sly', '{name}')"
        " WHERE name = 'sly'",
    )


OTHERS_WORK = {
    "a trigger": _by(f"CREATE TRIGGER sly {MAKES_AN_ADMIN}"),
    "a trigger like SQLite's": _disguised("sqlite_evil"),
    "a trigger like statistics": _disguised("sqlite_stat1"),
    "a trigger like Litestream's": _disguised("_litestream_lock"),
    "a table like Litestream's": _by("CREATE TABLE _litestream_seq (id, seq)"),
    "a trigger like an index": _disguised("sqlite_autoindex_chats_1"),
    "a view": _by("CREATE VIEW seen AS SELECT * FROM registers"),
    "a table too many": _by("CREATE TABLE more (a)"),
    "a table too few": _by("DROP TABLE looks"),
    "a column": _by("ALTER TABLE admins ADD COLUMN more TEXT"),
    "an index of another table": _by(
        "DROP INDEX grants_by_register", "CREATE INDEX grants_by_register ON grants (chat_id)"
    ),
    "a default": _by(
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'secret_version INTEGER NOT NULL DEFAULT 1',"
        " 'secret_version INTEGER NOT NULL DEFAULT 2') WHERE name = 'registers'",
    ),
}


def _reading(balances, as_of=1):
    return _by(f"INSERT OR REPLACE INTO readings VALUES (1, {as_of}, '{balances}')")


def _recorded(*commands):
    """Spoils a backup with a change of register 1 in its record."""
    return _by(
        "INSERT INTO methods VALUES (1, 1, 'TRON')",
        "INSERT INTO descriptions VALUES (1, 1, 'Tron', 'TRX', 6)",
        "INSERT INTO changes VALUES (1, 5, 1, '1.5')",
        "INSERT INTO spans VALUES (1, 5, 6, 'timed_out')",
        *commands,
    )


UNREADABLE = {
    "a change of an amount that is none": _recorded("UPDATE changes SET amount = '1,5'"),
    "a change at no moment": _recorded("UPDATE changes SET at = 1 << 60"),
    "a span that ends for no known problem": _recorded("UPDATE spans SET problem = 'bored'"),
    "a description without an end": _recorded("UPDATE descriptions SET accuracy = 61"),
    "no list": _reading("7"),
    "no row": _reading("[7]"),
    "too few columns": _reading('[["TRON", "Tron", "1", "TRX"]]'),
    "no amount": _reading('[["TRON", "Tron", "NaN", "TRX", 6]]'),
    "an amount in a float": _reading('[["TRON", "Tron", 1.5, "TRX", 6]]'),
    "no accuracy": _reading('[["TRON", "Tron", "1", "TRX", true]]'),
    "an accuracy without an end": _reading('[["TRON", "Tron", "1", "TRX", 1000000000]]'),
    "nested": _reading("[" * 900 + "]" * 900),
    "a moment far away": _reading("[]", as_of=2**62),
    "a name in two lines": _by("UPDATE registers SET name = 'a' || x'0a', folded_name = name"),
    "a name that is found by another": _by("UPDATE registers SET folded_name = 'bazaar'"),
    "no login": _by("UPDATE registers SET login = ''"),
    "no secret": _by("UPDATE registers SET secret = ''"),
    "letters that are no text": _by("UPDATE registers SET login = CAST(x'ff' AS TEXT)"),
    "a grant of no register": _by(
        "INSERT INTO grants (chat_id, register_id, granted_at) VALUES (5, 77, 1)"
    ),
}


NO_DATABASE = {
    "damaged": (_damage, "is damaged"),
    "one entry damaged": (_damage_one_entry, "is damaged"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:9000]), "is damaged"),
    "no database": (lambda path: path.write_bytes(b"no database" * 999), "or no database"),
    "empty": (lambda path: path.write_bytes(b""), "not one of crystalpay-bot"),
    "missing": (lambda path: path.unlink(), "No such file or directory"),
    "newer": (_newer, "written by a newer crystalpay-bot"),
    "foreign": (_foreign, "not one of crystalpay-bot"),
}
UNSOUND = {
    **NO_DATABASE,
    **{name: (spoil, "not one of crystalpay-bot: ") for name, spoil in OTHERS_WORK.items()},
    **{name: (spoil, "") for name, spoil in UNREADABLE.items()},
}


@pytest.mark.parametrize(("spoil", "words"), UNSOUND.values(), ids=UNSOUND)
async def test_what_is_no_sound_backup_is_refused_and_nothing_is_touched(cli, saved, spoil, words):
    spoil(saved)
    before = files(cli)
    line = await cli.fails("restore", str(saved))
    assert words in line
    assert str(saved) in line
    assert files(cli) == before


async def test_what_was_wrong_with_a_backup_is_told(cli, saved):
    """One line; what stands in the backup cannot play tricks on the terminal."""
    for number, (spoil, words) in enumerate(
        [
            (
                _disguised("sqlite_evil"),
                "crystalpay-bot: trigger sqlite_evil is not what its schema",
            ),
            (_by('CREATE TABLE "a\x1b[2Jb" (c)'), "table a�[2Jb is not what"),
            (
                _by(GRANT_OF_NOTHING),
                "has rows in grants that belong to",
            ),
            (_reading("7"), "the last reading of register 1 cannot be read"),
            (_recorded("UPDATE changes SET at = -1"), "the history of register 1 cannot be read"),
            (_by("UPDATE registers SET secret = ''"), "register 1 cannot be read"),
        ]
    ):
        copy = saved.with_name(f"{number}.sqlite3")
        copy.write_bytes(saved.read_bytes())
        spoil(copy)
        line = await cli.fails("restore", str(copy))
        assert words in line
        assert line.endswith("; nothing was changed")


async def test_a_database_that_could_not_be_restored_is_not_backed_up(cli, backup):
    await cli.has_shop()
    _reading("7")(cli.database)
    line = await cli.fails("backup", str(backup))
    assert line == (
        "Error: data/bot.sqlite3: the last reading of register 1 cannot be read; no backup was made"
    )
    assert not backup.exists()


async def test_a_backup_with_statistics_of_sqlite_is_as_good_as_any(cli, saved):
    _by("ANALYZE")(saved)
    with closing(sqlite3.connect(saved)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone() != (0,)
    await cli.ok("restore", str(saved))
    assert await cli.names() == ["Shop"]


async def test_a_database_that_litestream_replicates_is_as_good_as_any(cli, backup):
    """It keeps two tables of its own in the file."""
    await cli.has_shop()
    _by(
        "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
        "CREATE TABLE _litestream_lock (id INTEGER)",
    )(cli.database)
    await cli.ok("backup", str(backup))
    await cli.has_shop("Bazaar")
    await cli.ok("restore", str(backup))
    assert await cli.names() == ["Shop"]


async def test_a_record_is_part_of_a_sound_backup(cli, saved):
    _recorded()(saved)
    await cli.ok("restore", str(saved))
