"""The names of registers for shell completion: read without a service; leaves nothing behind."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from bot.storage.errors import DatabaseError, explain


def saved_register_names(database: Path) -> list[str]:
    """In the order in which they were added. Raises DatabaseError, also when there is no file."""
    try:
        with closing(sqlite3.connect(_address(database), uri=True, timeout=0)) as connection:
            return [
                name for (name,) in connection.execute("SELECT name FROM registers ORDER BY id")
            ]
    except sqlite3.Error as error:
        raise DatabaseError(f"{database}: {explain(error)}") from None


def _address(database: Path) -> str:
    """A reader of a database that nobody has open would leave a write-ahead log beside it."""
    is_open = database.with_name(f"{database.name}-wal").exists()
    return f"file:{quote(str(database.absolute()))}?{'mode=ro' if is_open else 'immutable=1'}"
