"""What is wrong with a database, in words for a person; mends nothing."""

import sqlite3


class DatabaseError(Exception):
    """The file cannot be used. The text is one line for a person; the file is left as it was."""


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
