"""Copies the database while it is in use, and restores a copy; never changes the copy itself."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from bot.storage.database import BUSY_TIMEOUT_SECONDS, hold_shared_lock
from bot.storage.database_file import beside, temporary_file
from bot.storage.errors import DatabaseError, explain
from bot.storage.integrity import DAMAGED, InvalidDatabase, is_damage, validate
from bot.storage.lock import InUse, exclusive
from bot.storage.schema import migrations


class FileExists(Exception):
    """A file of this name exists, and nobody allowed overwriting it."""


def back_up(database: Path, target: Path, *, overwrite: bool) -> int:
    """Write a consistent copy, readable by its owner only, while others read and write.

    Returns its size in bytes. Raises FileExists and DatabaseError; then nothing has changed.
    """
    if not database.exists():
        raise DatabaseError(f"{database}: there is no database to back up")
    if target.resolve() in (database.resolve(), *beside(database.resolve())):
        raise DatabaseError(f"{target}: is the database itself; choose another name")
    if target.exists() and not overwrite:
        raise FileExists(target)
    with _as_database_error(target), hold_shared_lock(database), temporary_file(target) as copy:
        with _as_database_error(database):
            _vacuum(database, copy)
        try:
            _validate(copy)
        except InvalidDatabase as fault:
            raise DatabaseError(f"{database}: {fault}; no backup was made") from None
        size = copy.stat().st_size
        _replace(copy, target)
    return size


def is_current(database: Path) -> bool:
    """Whether it already has the newest schema. Raises DatabaseError."""
    with _as_database_error(database), closing(_open(database)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version == len(migrations()))


def restore(backup: Path, database: Path) -> Path | None:
    """Replace the database with a backup. Returns the path of a copy of the old one, if any.

    Raises DatabaseError if the backup is damaged, not ours or of a newer version, or if anybody
    has the database open; then nothing has changed.
    """
    database = database.resolve()
    with (
        _as_database_error(database),
        _exclusive_access(database),
        temporary_file(database) as incoming,
    ):
        try:
            _fetch(backup, incoming)
            _validate(incoming)
        except InvalidDatabase as fault:
            raise DatabaseError(f"{backup}: {fault}; nothing was changed") from None
        _delete_pending_work(incoming)
        replaced = _keep_replaced(database) if database.exists() else None
        _replace(incoming, database)
    return replaced


def _delete_pending_work(copy: Path) -> None:
    """What was pending when the backup was made has been sent and answered since."""
    with closing(_open(copy)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        if "outbox" in tables:
            connection.execute("DELETE FROM outbox WHERE due_at IS NOT NULL")
        if "updates_in_hand" in tables:
            connection.execute("DELETE FROM updates_in_hand")


def _vacuum(database: Path, copy: Path) -> None:
    with closing(_open(database)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def _fetch(backup: Path, copy: Path) -> None:
    """Copy the backup, including a write-ahead log that a killed process may have left.

    Raises InvalidDatabase.
    """
    shutil.copyfile(backup, copy)
    if (wal := beside(backup)[0]).exists():
        _copy(wal, beside(copy)[0])
    try:
        with closing(_open(copy)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        raise InvalidDatabase(DAMAGED) from None


def _validate(copy: Path) -> None:
    """Raises InvalidDatabase if it is damaged, not ours or newer than this program."""
    with closing(_open(copy)) as connection:
        validate(connection, thorough=True)


def _keep_replaced(database: Path) -> Path:
    """Copy the database, with its write-ahead log if that cannot be merged, and delete the log."""
    with suppress(sqlite3.Error), closing(_open(database)) as connection:
        # Fails if the database is damaged, which may be why it is replaced.
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    kept = database.with_name(f"{database.name}.before-restore-{stamp}")
    for source, copy in zip((database, *beside(database)), (kept, *beside(kept)), strict=True):
        if source.exists():
            _copy(source, copy)
    for left in beside(database):
        left.unlink(missing_ok=True)  # SQLite would apply an old log to the new database
    return kept


def _open(path: Path) -> sqlite3.Connection:
    """Open the file as it is: not created if missing, not migrated."""
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_SECONDS)


def _copy(source: Path, copy: Path) -> None:
    copy.touch(mode=0o600)
    shutil.copyfile(source, copy)
    _sync(copy)


def _replace(file: Path, target: Path) -> None:
    """Rename atomically; the change is on the disk when this returns."""
    _sync(file)
    file.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _exclusive_access(database: Path) -> Iterator[None]:
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with exclusive(database.parent):
            yield
    except InUse:
        raise DatabaseError(
            f"{database}: is in use; end the bot and every other crystalpay-bot command first"
        ) from None


@contextmanager
def _as_database_error(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {explain(error)}") from None
    except OSError as error:
        raise DatabaseError(f"{error.filename or path}: {error.strerror}") from None
