"""A file in which the running bot reports its status, for `health --ready`; judges nothing."""

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
    """The status of the bot at one moment.

    `oldest_wait`: for how many seconds the oldest unanswered update has been waiting; `failing`:
    names of background tasks that fail repeatedly; `database`: why it cannot be written, or None.
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
        """Replace the file. An error is logged, not raised: the file then gets old, which shows."""
        text = json.dumps({"at": time.time(), **asdict(status)}, ensure_ascii=False)
        temporary = self._path.with_name(f"{self._path.name}.new")
        try:
            with open(temporary, "w", encoding="utf-8", opener=_owner_only) as file:
                file.write(text)
            temporary.replace(self._path)
        except OSError as error:
            log.warning("%s: %s", self._path, error.strerror)

    def read(self) -> tuple[float, Status] | None:
        """How many seconds ago it was written, and what; None if there is no readable file."""
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
            age = time.time() - values.pop("at")
            return age, Status(**{**values, "failing": tuple(values["failing"])})
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
