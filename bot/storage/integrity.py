"""Checks that a database is intact, ours and readable; changes nothing."""

import json
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from bot.domain.amounts import MAX_AMOUNT_DIGITS
from bot.domain.readings import ProblemKind
from bot.storage.database import BUSY_TIMEOUT_SECONDS
from bot.storage.errors import DatabaseError, explain
from bot.storage.readings import decode_reading
from bot.storage.schema import migrations, statements
from bot.storage.timestamps import from_ms, to_ms

DAMAGED = "is damaged, or no database at all"

MAX_TEXT_LENGTH = 256
"""Characters of a register's name or login; the services allow far fewer."""

_ADDED_BY_OTHERS = {
    "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "sqlite_stat4": "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
    "_litestream_seq": "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
    "_litestream_lock": "CREATE TABLE _litestream_lock (id INTEGER)",
}
"""What SQLite adds when somebody runs ANALYZE, and Litestream while it replicates the file."""

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\]"""
    r"""| (?P<ignored> \s+ | --[^\n]* | /\*.*?\*/ ) | \w+ | .""",
    re.VERBOSE | re.DOTALL,
)
"""A token of SQL, or what SQLite ignores between tokens."""

SchemaEntry = tuple[str, str, str, str]
"""Type, name, table, normalized SQL."""


class InvalidDatabase(Exception):
    """The database failed a check. The text says how, to be printed after the name of its file."""


def validate(connection: sqlite3.Connection, *, thorough: bool) -> None:
    """Raises InvalidDatabase for a database that is damaged, not ours, or has unreadable rows.

    `thorough`: also compare each index with its table, which takes several times as long.
    """
    try:
        _check_pages(connection, "integrity_check" if thorough else "quick_check")
        _check_schema(connection)
        _check_references(connection)
        _check_contents(connection)
        _check_record(connection)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        raise InvalidDatabase(DAMAGED) from None


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is to blame, not a lock or the disk.

    The error for bytes that are not UTF-8 has no name.
    """
    name = getattr(error, "sqlite_errorname", "")
    return name in ("", "SQLITE_ERROR", "SQLITE_NOTADB") or name.startswith("SQLITE_CORRUPT")


def fault_of(database: Path) -> str | None:
    """What is wrong with the file, which may be in use; None if nothing is.

    Reads all of it once. Raises DatabaseError if it cannot be read at the moment.
    """
    address = f"file:{quote(str(database.absolute()))}?mode=ro"
    try:
        with closing(
            sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_SECONDS)
        ) as connection:
            validate(connection, thorough=False)
    except InvalidDatabase as fault:
        return str(fault)
    except sqlite3.Error as error:
        raise DatabaseError(f"{database}: {explain(error)}") from None
    return None


def _check_pages(connection: sqlite3.Connection, check: str) -> None:
    if [tuple(row) for row in connection.execute(f"PRAGMA {check} (1)")] != [("ok",)]:
        raise InvalidDatabase(DAMAGED)


def _check_schema(connection: sqlite3.Connection) -> None:
    """Every table, index, view and trigger is exactly as our migrations create it."""
    known = len(migrations())
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > known:
        raise InvalidDatabase(
            f"written by a newer crystalpay-bot (schema {version}, this one knows "
            f"{known}); install the newer version"
        )
    if version < 1:
        raise InvalidDatabase("is a database, but not one of crystalpay-bot")
    found, expected = Counter(_schema(connection)), Counter(_schema_of(version))
    for entries in (found - expected, expected - found):
        for kind, name, *_ in entries:
            raise InvalidDatabase(
                f"is a database, but not one of crystalpay-bot: {kind} {name} is not what its "
                f"schema {version} has"
            )


def _schema_of(version: int) -> list[SchemaEntry]:
    """The schema that our migrations create for this version."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for script in migrations()[:version]:
            for statement in statements(script):
                fresh.execute(statement)
        return _schema(fresh)


def _schema(connection: sqlite3.Connection) -> list[SchemaEntry]:
    """Everything but the tables that SQLite and Litestream add, which act on nothing."""
    rows = connection.execute("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema")
    return [
        (kind, name, table, normalize(sql))
        for kind, name, table, sql in rows
        if kind != "table" or _ADDED_BY_OTHERS.get(name) != sql
    ]


def normalize(sql: str) -> str:
    """The statement without comments, its tokens separated by single spaces.

    SQLite versions differ in how ALTER TABLE appends a column to the stored statement.
    """
    return " ".join(token[0] for token in _TOKEN.finditer(sql) if not token["ignored"])


def _check_references(connection: sqlite3.Connection) -> None:
    tables = {row[0] for row in connection.execute("PRAGMA foreign_key_check")}
    if tables:
        raise InvalidDatabase(f"has rows in {', '.join(sorted(tables))} that belong to nothing")


def _check_contents(connection: sqlite3.Connection) -> None:
    """The bot can show every register and every last reading."""
    for what, sql, decode in _CONTENTS:
        for number, *values in connection.execute(sql):
            try:
                decode(*values)
            except (ValueError, OverflowError, RecursionError):
                raise InvalidDatabase(f"{what} {number} cannot be read") from None


def _check_record(connection: sqlite3.Connection) -> None:
    """SQL looks through millions of changes in the time in which Python would read a few."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version < FIRST_WITH_RECORD:
        return
    values = {"last": to_ms(LAST_MOMENT), "problems": json.dumps(list(ProblemKind))}
    for sql in _UNREADABLE_IN_RECORD:
        for (number,) in connection.execute(sql, values):
            raise InvalidDatabase(f"the history of register {number} cannot be read")


def _decode_register(
    name: str, folded: str, login: str, secret: str, version: int, added_at: int
) -> None:
    """Raises ValueError or OverflowError for values that no register can have."""
    from_ms(added_at)
    texts_are_valid = all(_is_a_line(text) for text in (name, login))
    if not (texts_are_valid and folded == name.casefold() and version >= 1):
        raise ValueError
    if not (secret and secret.isascii() and secret.isprintable()):
        raise ValueError


def _is_a_line(text: str) -> bool:
    controls = any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text)
    return 1 <= len(text) <= MAX_TEXT_LENGTH and text == text.strip() and not controls


FIRST_WITH_RECORD = 6
"""The schema that brought the record."""

LAST_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)

_UNREADABLE_IN_RECORD = (
    f"""
    SELECT register_id FROM changes LEFT JOIN methods ON methods.id = method_id
    WHERE at NOT BETWEEN 0 AND :last OR amount = '' OR amount GLOB '*[^-+.0-9Ee]*'
        OR length(amount) > {2 * MAX_AMOUNT_DIGITS}
    LIMIT 1
    """,
    """
    SELECT register_id FROM spans
    WHERE began < 0 OR ended > :last OR problem NOT IN (SELECT value FROM json_each(:problems))
    LIMIT 1
    """,
    f"""
    SELECT register_id FROM methods JOIN descriptions ON method_id = methods.id
    WHERE accuracy NOT BETWEEN 0 AND {MAX_AMOUNT_DIGITS} OR currency = ''
    LIMIT 1
    """,
)

_CONTENTS: tuple[tuple[str, str, Callable[..., object]], ...] = (
    (
        "register",
        "SELECT id, name, folded_name, login, secret, secret_version, added_at FROM registers",
        _decode_register,
    ),
    (
        "the last reading of register",
        "SELECT register_id, as_of, balances FROM readings",
        decode_reading,
    ),
)
