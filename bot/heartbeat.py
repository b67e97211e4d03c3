"""A file whose age tells other processes when Telegram last answered the bot."""

import logging
import time
from pathlib import Path
from typing import Self

log = logging.getLogger(__name__)

HEALTHY = 120.0
"""Seconds between two answers of Telegram's; a quiet long poll takes 30."""


class Heartbeat:
    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def beside(cls, database: Path) -> Self:
        return cls(database.with_name("bot.alive"))

    def beat(self) -> None:
        """Note that Telegram answered just now. A full disk does not stop the bot."""
        try:
            self._path.touch(mode=0o600)
        except OSError as error:
            log.warning("%s: %s", self._path, error.strerror)

    def age(self) -> float | None:
        """Seconds since the last beat; None when there was none."""
        try:
            return time.time() - self._path.stat().st_mtime
        except FileNotFoundError:
            return None
