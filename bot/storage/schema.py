"""The schema: scripts that bring a database to the next version, one transaction each."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import aiosqlite

from bot.storage.failures import DatabaseError
from bot.storage.files import temporary_file


def migrations() -> Sequence[str]:
    """The scripts, oldest first; each brings the schema from its index to the next version."""
    folder = files("bot.storage") / "migrations"
    scripts = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=str)
    return [script.read_text(encoding="utf-8") for script in scripts]


async def migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Forward only. A copy is made before an upgrade; a newer database is refused.

    Raises DatabaseError, sqlite3.Error.
    """
    scripts = migrations()
    version = await version_of(connection)
    if version > len(scripts):
        raise DatabaseError(
            f"{path}: written by a newer crystalpay-bot (schema {version}, this one knows "
            f"{len(scripts)}); install the newer version"
        )
    if await _is_foreign(connection):
        raise DatabaseError(f"{path}: another program's database; choose another DATABASE_PATH")
    if 0 < version < len(scripts):
        await _keep_copy(connection, path, version)
    for number, script in enumerate(scripts[version:], start=version + 1):
        await _upgrade(connection, script, number)


async def version_of(connection: aiosqlite.Connection) -> int:
    (row,) = await connection.execute_fetchall("PRAGMA user_version")
    return int(row[0])


async def _is_foreign(connection: aiosqlite.Connection) -> bool:
    """Tables, but none of our versions. In one query: another process may be migrating."""
    (row,) = await connection.execute_fetchall(
        "SELECT user_version = 0 AND EXISTS (SELECT 1 FROM sqlite_schema) FROM pragma_user_version"
    )
    return bool(row[0])


async def _keep_copy(connection: aiosqlite.Connection, path: Path, version: int) -> None:
    """Made in a temporary file, for two processes that start at once may both come here."""
    with temporary_file(path) as aside:
        await connection.execute("VACUUM INTO ?", (str(aside),))
        aside.replace(path.with_name(f"{path.name}.before-schema-{version + 1}"))


async def _upgrade(connection: aiosqlite.Connection, script: str, number: int) -> None:
    """Run one script in one transaction.

    Not by `executescript`, which commits on its own. Two processes may start at once: the second
    one finds the version raised and does nothing.
    """
    await connection.execute("BEGIN IMMEDIATE")
    try:
        if await version_of(connection) == number - 1:
            for statement in statements(script):
                await connection.execute(statement)
            await connection.execute(f"PRAGMA user_version = {number}")
        await connection.commit()
    except BaseException:
        with suppress(sqlite3.Error):
            await connection.rollback()
        raise


def statements(script: str) -> list[str]:
    """The script's statements: SQLite itself tells where each one ends.

    Raises ValueError for a last one that does not end.
    """
    whole, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            whole.append(pending)
            pending = ""
    if re.sub(r"--[^\n]*|/\*.*?\*/|\s", "", pending, flags=re.DOTALL):
        raise ValueError(f"a statement without its semicolon: {pending.strip()}")
    return whole
