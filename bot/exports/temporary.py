"""Where files are made that are only sent; readable by the owner only, and never left behind."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.exports.file import as_export_failed


class TemporaryFolder:
    """Is there only while something is made in it. One process uses it at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def opened(self) -> Iterator[Path]:
        """A folder of its own, which is deleted at the end. Raises ExportFailed."""
        with as_export_failed(self._path):
            self._path.mkdir(mode=0o700, exist_ok=True)
            made = tempfile.mkdtemp(dir=self._path)
        try:
            yield Path(made)
        finally:
            shutil.rmtree(made, ignore_errors=True)
            with suppress(OSError):  # another one is in use
                self._path.rmdir()

    def clear(self) -> None:
        """Delete what a process left that was killed."""
        shutil.rmtree(self._path, ignore_errors=True)
