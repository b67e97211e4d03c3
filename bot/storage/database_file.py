"""The database file and the files beside it, all readable by their owner only; knows no table."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.storage.errors import DatabaseError, explain

WAL, SHM = "-wal", "-shm"
"""SQLite's files beside an open database: changes that are not merged into it yet, their index."""


def beside(database: Path) -> tuple[Path, Path]:
    """The paths of its write-ahead log and of the log's index, which need not exist."""
    wal, shm = (database.with_name(database.name + suffix) for suffix in (WAL, SHM))
    return wal, shm


def create_if_missing(path: Path) -> None:
    """Create the file with mode 0600; SQLite would let others read it. Raises DatabaseError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _create_empty(path)
    except OSError as error:
        raise DatabaseError(f"{path}: cannot be written ({error.strerror})") from None
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {explain(error)}") from None


def _create_empty(path: Path) -> None:
    """Switch to WAL mode before the file gets its name: nobody has to wait for the switch."""
    with temporary_file(path) as temporary, suppress(FileExistsError):
        with closing(sqlite3.connect(temporary)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        os.link(temporary, path)


@contextmanager
def temporary_file(path: Path) -> Iterator[Path]:
    """An empty file of mode 0600 in the same folder; deleted at the end unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
    finally:
        for file in (temporary, *beside(temporary)):
            file.unlink(missing_ok=True)
