"""A file whose age tells other processes when Telegram last answered the bot; it has no content."""

import logging
import time
from pathlib import Path
from typing import Self

log = logging.getLogger(__name__)

MAX_AGE_SECONDS = 120.0
"""A healthy bot gets an answer from Telegram at least so often; a quiet long poll takes 30 s."""


class Heartbeat:
    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def beside(cls, database: Path) -> Self:
        return cls(database.with_name("bot.alive"))

    def beat(self) -> None:
        """Telegram answered just now. An error (a full disk) is logged, not raised."""
        try:
            self._path.touch(mode=0o600)
        except OSError as error:
            log.warning("%s: %s", self._path, error.strerror)

    def age(self) -> float | None:
        """Seconds since the last beat; None if there was none. Raises OSError."""
        try:
            return time.time() - self._path.stat().st_mtime
        except FileNotFoundError:
            return None
