"""Copies the database while it is in use, and puts a copy in its place; never changes a copy."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from bot.storage.database import BUSY_TIMEOUT, not_replaced
from bot.storage.failures import DatabaseError, in_plain_words
from bot.storage.integrity import DAMAGED, Unsound, examine, means_damage
from bot.storage.lock import InUse, exclusive
from bot.storage.schema import migrations

WAL, SHM = "-wal", "-shm"
"""What SQLite keeps beside a database in use: changes that are not in it yet, and their index."""


class FileExists(Exception):
    """There is a file of this name, and nobody said that it may go."""


def back_up(database: Path, target: Path, *, overwrite: bool) -> int:
    """Write a whole copy of one moment, for its owner alone, while others read and write.

    Returns its size in bytes. Raises FileExists and DatabaseError, having changed nothing.
    """
    if not database.exists():
        raise DatabaseError(f"{database}: there is no database to back up")
    if target.resolve() in (database.resolve(), *_beside(database.resolve())):
        raise DatabaseError(f"{target}: is the database itself; choose another name")
    if target.exists() and not overwrite:
        raise FileExists(target)
    with _failures(target), not_replaced(database), _temporary_file(target) as copy:
        with _failures(database):
            _vacuum(database, copy)
        try:
            _check(copy)
        except Unsound as fault:
            raise DatabaseError(f"{database}: {fault}; no backup was made") from None
        size = copy.stat().st_size
        _put(copy, target)
    return size


def is_current(database: Path) -> bool:
    """Whether opening the database would not change it. Raises DatabaseError."""
    with _failures(database), closing(_open(database)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version == len(migrations()))


def restore(backup: Path, database: Path) -> Path | None:
    """Put a backup in the place of the database; the path of a copy of what was replaced, if any.

    Raises DatabaseError, having changed nothing: when the backup is damaged, not ours or of a
    newer version, and while anybody has the database open.
    """
    database = database.resolve()
    with _failures(database), _alone(database), _temporary_file(database) as incoming:
        try:
            _fetch(backup, incoming)
            _check(incoming)
        except Unsound as fault:
            raise DatabaseError(f"{backup}: {fault}; nothing was changed") from None
        _forget_what_was_under_way(incoming)
        replaced = _set_aside(database) if database.exists() else None
        _put(incoming, database)
    return replaced


def _forget_what_was_under_way(copy: Path) -> None:
    """What was owed or asked when the backup was made was sent and answered since."""
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
    """With what a killed process may have left in the backup's write-ahead log. Raises Unsound."""
    shutil.copyfile(backup, copy)
    if (wal := _beside(backup)[0]).exists():
        _copy(wal, _beside(copy)[0])
    try:
        with closing(_open(copy)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if not means_damage(error):
            raise
        raise Unsound(DAMAGED) from None


def _check(copy: Path) -> None:
    """Raises Unsound for what is damaged, not ours or newer than this program."""
    with closing(_open(copy)) as connection:
        examine(connection, thorough=True)


def _set_aside(database: Path) -> Path:
    """Keep a copy, with the write-ahead log where that cannot be taken in, and leave no log."""
    with suppress(sqlite3.Error), closing(_open(database)) as connection:
        # Fails for one that is damaged: maybe that is why it is replaced.
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    kept = database.with_name(f"{database.name}.before-restore-{stamp}")
    for source, copy in zip((database, *_beside(database)), (kept, *_beside(kept)), strict=True):
        if source.exists():
            _copy(source, copy)
    for left in _beside(database):
        left.unlink(missing_ok=True)  # an old log would be played into the new database
    return kept


def _open(path: Path) -> sqlite3.Connection:
    """The file as it is: not made if missing, not migrated."""
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT)


def _beside(database: Path) -> tuple[Path, Path]:
    wal, shm = (database.with_name(database.name + suffix) for suffix in (WAL, SHM))
    return wal, shm


@contextmanager
def _temporary_file(target: Path) -> Iterator[Path]:
    """An empty file in the target's folder, for the owner alone; gone in the end."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
    finally:
        for file in (aside, *_beside(aside)):
            file.unlink(missing_ok=True)


def _copy(source: Path, copy: Path) -> None:
    copy.touch(mode=0o600)
    shutil.copyfile(source, copy)
    _sync(copy)


def _put(file: Path, target: Path) -> None:
    """In one step, and on the disk when this returns."""
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
def _alone(database: Path) -> Iterator[None]:
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with exclusive(database.parent):
            yield
    except InUse:
        raise DatabaseError(
            f"{database}: is in use; end the bot and every other crystalpay-bot command first"
        ) from None


@contextmanager
def _failures(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {in_plain_words(error)}") from None
    except OSError as error:
        raise DatabaseError(f"{error.filename or path}: {error.strerror}") from None
