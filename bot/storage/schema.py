"""The schema: migrations to the next version, each in one transaction; never a step back."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import aiosqlite

from bot.storage.database_file import temporary_file
from bot.storage.errors import DatabaseError


def migrations() -> Sequence[str]:
    """The scripts, oldest first: the one with index N upgrades version N to N + 1."""
    folder = files("bot.storage") / "migrations"
    scripts = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=str)
    return [script.read_text(encoding="utf-8") for script in scripts]


async def migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Upgrade to the newest version, after copying the file. A newer database is refused.

    Raises DatabaseError, sqlite3.Error.
    """
    scripts = migrations()
    version = await schema_version(connection)
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


async def schema_version(connection: aiosqlite.Connection) -> int:
    (row,) = await connection.execute_fetchall("PRAGMA user_version")
    return int(row[0])


async def _is_foreign(connection: aiosqlite.Connection) -> bool:
    """Whether it has tables but no version of ours.

    One query finds out both, because another process may be migrating.
    """
    (row,) = await connection.execute_fetchall(
        "SELECT user_version = 0 AND EXISTS (SELECT 1 FROM sqlite_schema) FROM pragma_user_version"
    )
    return bool(row[0])


async def _keep_copy(connection: aiosqlite.Connection, path: Path, version: int) -> None:
    """Written to a temporary file first: two processes that start together may both do this."""
    with temporary_file(path) as temporary:
        await connection.execute("VACUUM INTO ?", (str(temporary),))
        temporary.replace(path.with_name(f"{path.name}.before-schema-{version + 1}"))


async def _upgrade(connection: aiosqlite.Connection, script: str, number: int) -> None:
    """Run one script in one transaction.

    `executescript` would commit by itself. If two processes start together, the second one finds
    the version already raised and does nothing.
    """
    await connection.execute("BEGIN IMMEDIATE")
    try:
        if await schema_version(connection) == number - 1:
            for statement in statements(script):
                await connection.execute(statement)
            await connection.execute(f"PRAGMA user_version = {number}")
        await connection.commit()
    except BaseException:
        with suppress(sqlite3.Error):
            await connection.rollback()
        raise


def statements(script: str) -> list[str]:
    """The statements of a script; SQLite itself decides where each one ends.

    Raises ValueError if the last one has no semicolon.
    """
    complete, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            complete.append(pending)
            pending = ""
    if re.sub(r"--[^\n]*|/\*.*?\*/|\s", "", pending, flags=re.DOTALL):
        raise ValueError(f"a statement without its semicolon: {pending.strip()}")
    return complete
