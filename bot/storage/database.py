"""The SQLite file: opened, migrated and written to one transaction at a time; knows no table."""

import asyncio
import os
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import aiosqlite

from bot.storage.lock import InUse, shared

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another process (the command line, a backup) to finish its write."""


class DatabaseError(Exception):
    """The file cannot be used. The text is one line for a person; the file is left as it was."""


class Database:
    """One connection for the process.

    Reads go straight through; writes only inside `transaction()`, because tasks that share a
    connection would otherwise commit each other's halves.
    """

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._writing = asyncio.Lock()

    async def rows(self, sql: str, *values: Any) -> Iterable[sqlite3.Row]:
        with self._failures():
            return await self._connection.execute_fetchall(sql, values)

    async def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        return next(iter(await self.rows(sql, *values)), None)

    async def version_of_others(self) -> int:
        """A number that changes when another connection, of whatever process, has committed."""
        row = await self.row("PRAGMA data_version")
        assert row is not None
        return int(row[0])

    async def write(self, sql: str, *values: Any) -> None:
        """One statement, a transaction by itself: one visit to the connection's thread, not three.

        Raises as `transaction` does.
        """
        with self._failures():
            async with self._writing:
                await self._connection.execute_fetchall(sql, values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Commit everything or nothing. Never hold it while asking anyone over a network.

        Raises DatabaseError when the file fails; a broken constraint stays sqlite3.IntegrityError.
        """
        with self._failures():
            async with self._writing:
                await self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    await self._connection.commit()
                except BaseException:
                    await self._connection.rollback()
                    raise

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise DatabaseError(f"{self._path}: {in_plain_words(error)}") from error


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the file, made and migrated if need be. Raises DatabaseError."""
    _make_file(path)
    with not_replaced(path):
        try:
            connection = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT)
        except sqlite3.Error as error:
            raise DatabaseError(f"{path}: cannot be opened ({error})") from None
        try:
            connection.row_factory = sqlite3.Row
            await _prepare(connection, path)
            yield Database(connection, path)
        finally:
            await connection.close()


@contextmanager
def not_replaced(path: Path) -> Iterator[None]:
    """While this is held, no backup can be put in the place of the file."""
    with ExitStack() as stack:
        try:
            stack.enter_context(shared(path.resolve().parent))
        except InUse:
            raise DatabaseError(f"{path}: a backup is being restored; try again") from None
        except OSError as error:
            raise DatabaseError(f"{path}: cannot be opened ({error.strerror})") from None
        yield


def _make_file(path: Path) -> None:
    """Make the file for its owner alone; SQLite would make it for everyone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_empty(path)
    except OSError as error:
        raise DatabaseError(f"{path}: cannot be written ({error.strerror})") from None
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {in_plain_words(error)}") from None


def _make_empty(path: Path) -> None:
    """A database in WAL mode, made aside: nobody waits while another process changes the mode."""
    with _aside(path) as aside, suppress(FileExistsError):
        with closing(sqlite3.connect(aside)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        os.link(aside, path)


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """A new file beside the path, of mode 0600; gone in the end unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


async def _prepare(connection: aiosqlite.Connection, path: Path) -> None:
    try:
        await _migrate(connection, path)
        await connection.execute("PRAGMA journal_mode = WAL")
        # A commit survives a killed process; after a power cut the last few may be missing.
        await connection.execute("PRAGMA synchronous = NORMAL")
        await connection.execute("PRAGMA foreign_keys = ON")
        await _write_nothing(connection)
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {in_plain_words(error)}") from None


async def _write_nothing(connection: aiosqlite.Connection) -> None:
    """Say now, not later, that nothing can be kept; only a write fails in every such case."""
    await connection.execute("BEGIN IMMEDIATE")
    await connection.execute(f"PRAGMA user_version = {await _version(connection)}")
    await connection.rollback()


def in_plain_words(error: sqlite3.Error) -> str:
    """What a person can do about it, to stand behind the path of the file."""
    match getattr(error, "sqlite_errorname", ""):
        case "SQLITE_NOTADB":
            return "not a database; choose another DATABASE_PATH or restore a backup"
        case "SQLITE_CORRUPT":
            return "the database is damaged; restore a backup"
        case str(name) if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            return "cannot be written; check the owner and the disk"
        case "SQLITE_FULL":
            return "the disk is full"
        case "SQLITE_BUSY":
            return "another process keeps it locked"
        case _:
            return f"cannot be used ({error})"


def migrations() -> Sequence[str]:
    """The scripts, oldest first; each brings the schema from its index to the next version."""
    folder = files("bot.storage") / "migrations"
    scripts = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=str)
    return [script.read_text(encoding="utf-8") for script in scripts]


async def _migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Forward only. A copy is made before an upgrade; a newer database is refused."""
    scripts = migrations()
    version = await _version(connection)
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


async def _version(connection: aiosqlite.Connection) -> int:
    (row,) = await connection.execute_fetchall("PRAGMA user_version")
    return int(row[0])


async def _is_foreign(connection: aiosqlite.Connection) -> bool:
    """Tables, but none of our versions. In one query: another process may be migrating."""
    (row,) = await connection.execute_fetchall(
        "SELECT user_version = 0 AND EXISTS (SELECT 1 FROM sqlite_schema) FROM pragma_user_version"
    )
    return bool(row[0])


async def _keep_copy(connection: aiosqlite.Connection, path: Path, version: int) -> None:
    """Made aside, for two processes that start at once may both come here."""
    with _aside(path) as aside:
        await connection.execute("VACUUM INTO ?", (str(aside),))
        aside.replace(path.with_name(f"{path.name}.before-schema-{version + 1}"))


async def _upgrade(connection: aiosqlite.Connection, script: str, number: int) -> None:
    """Run one script in one transaction.

    Not by `executescript`, which commits on its own. Two processes may start at once: the second
    one finds the version raised and does nothing.
    """
    await connection.execute("BEGIN IMMEDIATE")
    try:
        if await _version(connection) == number - 1:
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
