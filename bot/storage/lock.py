"""Locks a folder of databases against being replaced while in use; a lock ends with its process.

The folder itself is locked (flock), so no lock file is written or left behind.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InUse(Exception):
    """Another lock on the folder excludes this one."""


@contextmanager
def shared(folder: Path) -> Iterator[None]:
    """Hold while a database of the folder is open. Raises InUse while one is being replaced."""
    with _locked(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold while a database of the folder is being replaced. Raises InUse while one is open."""
    with _locked(folder, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(folder: Path, kind: int) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        yield
    finally:
        os.close(handle)
