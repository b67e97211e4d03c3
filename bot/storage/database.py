"""The SQLite database: opened, migrated, written one transaction at a time; knows no table."""

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

from bot.storage.database_file import create_if_missing
from bot.storage.errors import DatabaseError, explain
from bot.storage.lock import InUse, shared
from bot.storage.schema import migrate, schema_version

BUSY_TIMEOUT_SECONDS = 5.0
"""How long to wait for another process (the command line, a backup) to finish its write."""


class Database:
    """One connection that writes, one transaction at a time, and one that only reads.

    Reads never wait for a write of ours or of another process. Reads inside a transaction use its
    connection and see what it has written so far. Every method raises DatabaseError when the file
    fails; a violated constraint stays sqlite3.IntegrityError.
    """

    def __init__(
        self, writer: aiosqlite.Connection, reader: aiosqlite.Connection, path: Path
    ) -> None:
        self._writer = writer
        self._reader = reader
        self.path = path
        self._file = _inode(path)
        self._writing = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None  # of the open transaction
        self._after_transaction: list[Callable[[], None]] = []

    async def rows(self, sql: str, *values: Any) -> Iterable[sqlite3.Row]:
        connection = self._writer if self._in_transaction() else self._reader
        with self._as_database_error():
            return await connection.execute_fetchall(sql, values)

    async def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        return next(iter(await self.rows(sql, *values)), None)

    async def data_version(self) -> int:
        """A number that changes when another process has committed."""
        with self._as_database_error():  # to the reader, our own commits would be others'
            (row,) = await self._writer.execute_fetchall("PRAGMA data_version")
        return int(row[0])

    async def write(self, sql: str, *values: Any) -> None:
        """Execute one statement as a transaction of its own, or as part of the open one.

        This hands work to the connection's thread once; `transaction` does so three times.
        """
        with self._as_database_error():
            if self._in_transaction():
                await self._writer.execute_fetchall(sql, values)
                return
            async with self._writing:
                self._raise_if_replaced()
                await self._writer.execute_fetchall(sql, values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Commit everything or nothing. Never keep it open during a network request.

        A transaction inside another one of the same task is part of the outer one: this is how a
        service makes one operation of changes to several tables.
        """
        if self._in_transaction():
            yield self._writer
            return
        with self._as_database_error():
            async with self._writing:
                self._raise_if_replaced()
                self._owner, self._after_transaction = asyncio.current_task(), []
                try:
                    yield await self._begin()
                    await self._writer.commit()
                except BaseException:
                    await self._roll_back()
                    raise
                finally:
                    self._owner = None
                    for call in self._after_transaction:
                        call()

    def after_transaction(self, call: Callable[[], None]) -> None:
        """Call it when the open transaction has ended, committed or not; now if there is none."""
        if self._in_transaction():
            self._after_transaction.append(call)
        else:
            call()

    async def check_writable(self) -> None:
        """Commit a page without changing it. A full disk or a lock raises DatabaseError."""
        async with self.transaction() as connection:
            # Read and written in one transaction: another process may be migrating.
            version = await schema_version(connection)
            await connection.execute(f"PRAGMA user_version = {version}")

    def _in_transaction(self) -> bool:
        return self._owner is not None and self._owner is asyncio.current_task()

    async def _begin(self) -> aiosqlite.Connection:
        await self._writer.execute("BEGIN IMMEDIATE")
        return self._writer

    async def _roll_back(self) -> None:
        """Does nothing after a commit.

        A cancelled task leaves its statement or commit in the queue of the connection's thread;
        the rollback is queued after it, even if it is cancelled too.
        """
        with suppress(sqlite3.Error):
            await self._writer.rollback()

    def _raise_if_replaced(self) -> None:
        """What is written to a deleted file is lost when it is closed."""
        if _inode(self.path) != self._file:
            raise DatabaseError(
                f"{self.path}: was deleted or replaced while in use; restart the bot"
            )

    @contextmanager
    def _as_database_error(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise DatabaseError(f"{self.path}: {explain(error)}") from error


def _inode(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file that has this path now."""
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the database, created and migrated if necessary. Raises DatabaseError."""
    create_if_missing(path)
    async with AsyncExitStack() as stack:
        stack.enter_context(hold_shared_lock(path))
        writer = await stack.enter_async_context(_connect(path))
        await _prepare(writer, path)
        reader = await stack.enter_async_context(_connect(path))
        await reader.execute("PRAGMA foreign_keys = ON")
        await reader.execute("PRAGMA query_only = ON")
        yield Database(writer, reader, path)


@asynccontextmanager
async def _connect(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    try:
        connection = await aiosqlite.connect(
            path, isolation_level=None, timeout=BUSY_TIMEOUT_SECONDS
        )
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: cannot be opened ({error})") from None
    try:
        connection.row_factory = sqlite3.Row
        yield connection
    finally:
        await connection.close()


@contextmanager
def hold_shared_lock(path: Path) -> Iterator[None]:
    """While it is held, no backup can replace the file. Raises DatabaseError."""
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
        # A commit survives a killed process; a power failure may undo the last few.
        await connection.execute("PRAGMA synchronous = NORMAL")
        await connection.execute("PRAGMA foreign_keys = ON")
        await _try_to_write(connection)
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {explain(error)}") from None


async def _try_to_write(connection: aiosqlite.Connection) -> None:
    """Fail now, not later, if nothing can be written; only a write detects every such case."""
    await connection.execute("BEGIN IMMEDIATE")
    await connection.execute(f"PRAGMA user_version = {await schema_version(connection)}")
    await connection.rollback()
