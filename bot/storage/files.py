"""The file of the database and what is made beside it, for its owner alone; knows no table."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.storage.failures import DatabaseError, in_plain_words


def make_file(path: Path) -> None:
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
    """A database in WAL mode before it has its name: nobody waits while the mode is changed."""
    with temporary_file(path) as aside, suppress(FileExistsError):
        with closing(sqlite3.connect(aside)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        os.link(aside, path)


@contextmanager
def temporary_file(path: Path) -> Iterator[Path]:
    """A new file beside the path, of mode 0600; gone in the end unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
