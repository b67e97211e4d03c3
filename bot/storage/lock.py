"""Tells whether anyone works with the databases of a folder; the lock ends with its process.

The folder itself is locked (flock): nothing is written, and nothing is left behind.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InUse(Exception):
    """Somebody else's lock on the folder excludes this one."""


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
