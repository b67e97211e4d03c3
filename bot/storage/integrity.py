"""Whether a database is whole, made by this program and readable; changes nothing."""

import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from bot.storage.database import BUSY_TIMEOUT
from bot.storage.failures import DatabaseError, in_plain_words
from bot.storage.readings import stored_reading
from bot.storage.schema import migrations, statements
from bot.storage.timestamps import from_milliseconds

DAMAGED = "is damaged, or no database at all"

MAX_TEXT_LENGTH = 256
"""Letters in a register's name or login: far more than the services allow."""

_ADDED_BY_OTHERS = {
    "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "sqlite_stat4": "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
    "_litestream_seq": "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
    "_litestream_lock": "CREATE TABLE _litestream_lock (id INTEGER)",
}
"""What SQLite adds when somebody runs ANALYZE, and Litestream while it replicates the file."""

_WORD = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\]"""
    r"""| (?P<nothing> \s+ | --[^\n]* | /\*.*?\*/ ) | \w+ | .""",
    re.VERBOSE | re.DOTALL,
)
"""What SQLite reads as one word, or does not read at all."""

SchemaEntry = tuple[str, str, str, str]
"""Type, name, table, and the words of its SQL."""


class Unsound(Exception):
    """What is wrong with a database: words to stand behind the name of its file."""


def examine(connection: sqlite3.Connection, *, thorough: bool) -> None:
    """Raises Unsound for a database that is not whole, not ours, or holds what nobody can read.

    `thorough`: compares each index with its table too, which takes a few times as long.
    """
    try:
        _whole(connection, "integrity_check" if thorough else "quick_check")
        _ours(connection)
        _related(connection)
        _readable(connection)
    except sqlite3.DatabaseError as error:
        if not means_damage(error):
            raise
        raise Unsound(DAMAGED) from None


def means_damage(error: sqlite3.DatabaseError) -> bool:
    """Not so for a lock, a full disk or one that fails; letters that are no text have no name."""
    name = getattr(error, "sqlite_errorname", "")
    return name in ("", "SQLITE_ERROR", "SQLITE_NOTADB") or name.startswith("SQLITE_CORRUPT")


def fault_of(database: Path) -> str | None:
    """What is wrong with the file, which may be in use; None for a sound one.

    Reads all of it once. Raises DatabaseError when it cannot be read at this moment.
    """
    address = f"file:{quote(str(database.absolute()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT)) as connection:
            examine(connection, thorough=False)
    except Unsound as fault:
        return str(fault)
    except sqlite3.Error as error:
        raise DatabaseError(f"{database}: {in_plain_words(error)}") from None
    return None


def _whole(connection: sqlite3.Connection, check: str) -> None:
    if [tuple(row) for row in connection.execute(f"PRAGMA {check} (1)")] != [("ok",)]:
        raise Unsound(DAMAGED)


def _ours(connection: sqlite3.Connection) -> None:
    """Every table, index, view and trigger is as our migrations make it, word for word."""
    known = len(migrations())
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > known:
        raise Unsound(
            f"written by a newer crystalpay-bot (schema {version}, this one knows "
            f"{known}); install the newer version"
        )
    if version < 1:
        raise Unsound("is a database, but not one of crystalpay-bot")
    there, wanted = Counter(_schema(connection)), Counter(_schema_of(version))
    for entries in (there - wanted, wanted - there):
        for kind, name, *_ in entries:
            raise Unsound(
                f"is a database, but not one of crystalpay-bot: {kind} {name} is not what its "
                f"schema {version} has"
            )


def _schema_of(version: int) -> list[SchemaEntry]:
    """What a database of this version consists of."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for script in migrations()[:version]:
            for statement in statements(script):
                fresh.execute(statement)
        return _schema(fresh)


def _schema(connection: sqlite3.Connection) -> list[SchemaEntry]:
    """Everything but the tables that SQLite and Litestream add, which act on nothing."""
    rows = connection.execute("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema")
    return [
        (kind, name, table, words(sql))
        for kind, name, table, sql in rows
        if kind != "table" or _ADDED_BY_OTHERS.get(name) != sql
    ]


def words(sql: str) -> str:
    """The statement without comments, and with one space wherever there may be some.

    SQLite versions differ in how ALTER TABLE puts a column behind the others.
    """
    return " ".join(word[0] for word in _WORD.finditer(sql) if not word["nothing"])


def _related(connection: sqlite3.Connection) -> None:
    tables = {row[0] for row in connection.execute("PRAGMA foreign_key_check")}
    if tables:
        raise Unsound(f"has rows in {', '.join(sorted(tables))} that belong to nothing")


def _readable(connection: sqlite3.Connection) -> None:
    """Of registers and their last readings everything is what the bot can show."""
    for what, sql, read in _CONTENTS:
        for number, *values in connection.execute(sql):
            try:
                read(*values)
            except (ValueError, OverflowError, RecursionError):
                raise Unsound(f"{what} {number} cannot be read") from None


def _read_register(
    name: str, folded: str, login: str, secret: str, version: int, added_at: int
) -> None:
    """Raises ValueError or OverflowError for what no register has."""
    from_milliseconds(added_at)
    texts_are_sound = all(_is_a_line(text) for text in (name, login))
    if not (texts_are_sound and folded == name.casefold() and version >= 1):
        raise ValueError
    if not (secret and secret.isascii() and secret.isprintable()):
        raise ValueError


def _is_a_line(text: str) -> bool:
    controls = any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text)
    return 1 <= len(text) <= MAX_TEXT_LENGTH and text == text.strip() and not controls


_CONTENTS: tuple[tuple[str, str, Callable[..., object]], ...] = (
    (
        "register",
        "SELECT id, name, folded_name, login, secret, secret_version, added_at FROM registers",
        _read_register,
    ),
    (
        "the last reading of register",
        "SELECT register_id, as_of, balances FROM readings",
        stored_reading,
    ),
)
