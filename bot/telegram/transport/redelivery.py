"""Recognises updates that Telegram delivers again; in memory, so only those of this process.

What another process has done already, `Audit.done_by` finds in the audit trail.
"""

from bot.telegram.transport.methods import PlainUpdate
from bot.telegram.transport.updates_in_flight import MAX_IN_FLIGHT

MAX_REMEMBERED = 2 * MAX_IN_FLIGHT
"""Updates that are recognised."""


class RecentUpdates:
    """By number and content, because Telegram may start its numbers again."""

    def __init__(self) -> None:
        self._contents: dict[int, int] = {}  # hashes, by number

    def __contains__(self, raw: PlainUpdate) -> bool:
        return self._contents.get(raw["update_id"]) == _fingerprint(raw)

    def add(self, raw: PlainUpdate) -> None:
        self._contents[raw["update_id"]] = _fingerprint(raw)
        if len(self._contents) > MAX_REMEMBERED:
            del self._contents[next(iter(self._contents))]


def _fingerprint(raw: PlainUpdate) -> int:
    """Whether two updates with the same number are the same."""
    return hash(repr(raw))
