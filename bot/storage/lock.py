"""Locks a folder of databases against being replaced while in use; a lock ends with its process.

The folder itself is locked (flock), so no lock file is written or left behind.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PROBE_LIMIT = 0.05
"""Seconds, far more than `is_held` takes: who opens a database meanwhile waits so long once."""


class InUse(Exception):
    """Another lock on the folder excludes this one."""


def _wait_for_a_probe() -> None:
    time.sleep(PROBE_LIMIT)


@contextmanager
def shared(folder: Path, before_retry: Callable[[], None] = _wait_for_a_probe) -> Iterator[None]:
    """Hold while a database of the folder is open. Raises InUse while one is being replaced."""
    with _locked(folder, fcntl.LOCK_SH, before_retry):
        yield


@contextmanager
def exclusive(folder: Path, before_retry: Callable[[], None] = _wait_for_a_probe) -> Iterator[None]:
    """Hold while a database of the folder is being replaced. Raises InUse while one is open."""
    with _locked(folder, fcntl.LOCK_EX, before_retry):
        yield


def is_held(folder: Path) -> bool:
    """Whether any process has a database of the folder open, or is replacing one.

    A folder that does not exist is not in use. Raises OSError when the folder cannot be opened.
    """
    try:
        with exclusive(folder):
            return False
    except FileNotFoundError:
        return False
    except InUse:
        return True


@contextmanager
def _locked(folder: Path, kind: int, before_retry: Callable[[], None]) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        _take(handle, kind, before_retry)
        yield
    finally:
        os.close(handle)


def _take(handle: int, kind: int, before_retry: Callable[[], None] | None) -> None:
    """`before_retry` waits between the first and the second, last try. Raises InUse."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        if before_retry is None:
            raise InUse from None
        before_retry()
        _take(handle, kind, None)
