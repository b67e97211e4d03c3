"""The SQLite file: opened, migrated and written to one transaction at a time; knows no table."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import (
    AsyncExitStack,
    ExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from pathlib import Path
from typing import Any

import aiosqlite

from bot.storage.failures import DatabaseError, in_plain_words
from bot.storage.files import make_file
from bot.storage.lock import InUse, shared
from bot.storage.schema import migrate, version_of

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another process (the command line, a backup) to finish its write."""


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
    make_file(path)
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


async def _prepare(connection: aiosqlite.Connection, path: Path) -> None:
    try:
        await migrate(connection, path)
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
    await connection.execute(f"PRAGMA user_version = {await version_of(connection)}")
    await connection.rollback()
