"""The SQLite file: opened, migrated and written to one transaction at a time; knows no table."""

import asyncio
import os
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import (
    AsyncExitStack,
    ExitStack,
    asynccontextmanager,
    closing,
    contextmanager,
    suppress,
)
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
    """One connection that writes, one transaction at a time, and one that only reads.

    Reads never wait for a write, be it ours or another process's, except inside a transaction,
    where they see what it has written so far.
    """

    def __init__(
        self, writer: aiosqlite.Connection, reader: aiosqlite.Connection, path: Path
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._path = path
        self._file = _identity(path)
        self._writing = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None  # whose transaction it is that is open
        self._when_over: list[Callable[[], None]] = []

    async def rows(self, sql: str, *values: Any) -> Iterable[sqlite3.Row]:
        connection = self._writer if self._in_transaction() else self._reader
        with self._failures():
            return await connection.execute_fetchall(sql, values)

    async def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        return next(iter(await self.rows(sql, *values)), None)

    async def version_of_others(self) -> int:
        """A number that changes when another process has committed."""
        with self._failures():  # the reader would count our own commits too
            (row,) = await self._writer.execute_fetchall("PRAGMA data_version")
        return int(row[0])

    async def write(self, sql: str, *values: Any) -> None:
        """One statement, a transaction by itself: one visit to the connection's thread, not three.

        Inside a transaction it is part of that. Raises as `transaction` does.
        """
        with self._failures():
            if self._in_transaction():
                await self._writer.execute_fetchall(sql, values)
                return
            async with self._writing:
                self._raise_if_replaced()
                await self._writer.execute_fetchall(sql, values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Commit everything or nothing. Never hold it while asking anyone over a network.

        One inside another, in the same task, is part of the outer one: so a service makes one
        operation of what several tables do. Raises DatabaseError when the file fails; a broken
        constraint stays sqlite3.IntegrityError.
        """
        if self._in_transaction():
            yield self._writer
            return
        with self._failures():
            async with self._writing:
                self._raise_if_replaced()
                self._owner, self._when_over = asyncio.current_task(), []
                try:
                    yield await self._begin()
                    await self._writer.commit()
                except BaseException:
                    await self._roll_back()
                    raise
                finally:
                    self._owner = None
                    for call in self._when_over:
                        call()

    def when_over(self, call: Callable[[], None]) -> None:
        """Call it when the open transaction has ended, however it did; at once without one."""
        if self._in_transaction():
            self._when_over.append(call)
        else:
            call()

    def _in_transaction(self) -> bool:
        return self._owner is not None and self._owner is asyncio.current_task()

    async def _begin(self) -> aiosqlite.Connection:
        await self._writer.execute("BEGIN IMMEDIATE")
        return self._writer

    async def _roll_back(self) -> None:
        """Does nothing after a commit.

        A task that is cancelled leaves its statement, or its commit, in the queue of the
        connection's thread. The rollback stands behind it there, even if it is cancelled too.
        """
        with suppress(sqlite3.Error):
            await self._writer.rollback()

    def _raise_if_replaced(self) -> None:
        """What is written into a file that has no name any more is lost at the end."""
        if _identity(self._path) != self._file:
            raise DatabaseError(
                f"{self._path}: was deleted or replaced while in use; restart the bot"
            )

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise DatabaseError(f"{self._path}: {in_plain_words(error)}") from error


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file bears this name at the moment."""
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the file, made and migrated if need be. Raises DatabaseError."""
    _make_file(path)
    async with AsyncExitStack() as stack:
        stack.enter_context(not_replaced(path))
        writer = await stack.enter_async_context(_connected(path))
        await _prepare(writer, path)
        reader = await stack.enter_async_context(_connected(path))
        await reader.execute("PRAGMA foreign_keys = ON")
        await reader.execute("PRAGMA query_only = ON")
        yield Database(writer, reader, path)


@asynccontextmanager
async def _connected(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    try:
        connection = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT)
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: cannot be opened ({error})") from None
    try:
        connection.row_factory = sqlite3.Row
        yield connection
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
