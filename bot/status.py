"""A file in which the running bot says how it is, for `health --ready`; judges nothing itself."""

import json
import logging
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Status:
    """How the bot is, at one moment.

    `oldest_wait`: seconds for which the oldest unanswered update has been waiting; `failing`:
    names of tasks that fail again and again; `database`: why it cannot be written, if so.
    """

    oldest_wait: float = 0.0
    failing: tuple[str, ...] = ()
    database: str | None = None


class StatusFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def beside(cls, database: Path) -> Self:
        return cls(database.with_name("bot.status"))

    def write(self, status: Status) -> None:
        """Replace the file. On a full disk it only grows old, which says enough."""
        text = json.dumps({"at": time.time(), **asdict(status)}, ensure_ascii=False)
        new = self._path.with_name(f"{self._path.name}.new")
        try:
            with open(new, "w", encoding="utf-8", opener=_for_the_owner) as file:
                file.write(text)
            new.replace(self._path)
        except OSError as error:
            log.warning("%s: %s", self._path, error.strerror)

    def read(self) -> tuple[float, Status] | None:
        """Seconds since it was written, and what it says; None when there is no such file."""
        try:
            said = json.loads(self._path.read_text(encoding="utf-8"))
            age = time.time() - said.pop("at")
            return age, Status(**{**said, "failing": tuple(said["failing"])})
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
