"""Where a register's secret must never stand: files, requests to Telegram, the log at DEBUG."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.logs import RedactingFormatter
from sandbox.telegram import Call


class Listener(logging.Handler):
    """Keeps the lines with a secret that the log would hold, as the bot formats them."""

    def __init__(self, secret: str) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(RedactingFormatter("%(name)s: %(message)s"))
        self.leaks: list[str] = []
        self._secret = secret

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if self._secret in line:
            self.leaks.append(line)


@contextmanager
def listening(secret: str) -> Iterator[Listener]:
    """The whole log of this process at DEBUG."""
    root, listener = logging.getLogger(), Listener(secret)
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        yield listener
    finally:
        root.removeHandler(listener)
        root.setLevel(before)


def nowhere(secret: str, folder: Path, calls: Iterable[Call]) -> None:
    """Neither in a file of the folder, all of which are for their owner alone, nor in a request."""
    for file in folder.iterdir():
        assert secret.encode() not in file.read_bytes(), file
        assert file.stat().st_mode & 0o077 == 0, file
    assert [call.method for call in calls if call.contains(secret)] == []
