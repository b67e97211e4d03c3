"""The error of a database that cannot be used, and what it means for a person; repairs nothing."""

import sqlite3


class DatabaseError(Exception):
    """The database cannot be used. Its text is one line for a person. The file is unchanged."""


def explain(error: sqlite3.Error) -> str:
    """What is wrong and what to do about it; to be printed after the path of the file."""
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
