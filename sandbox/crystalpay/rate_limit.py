"""CrystalPAY's limit of requests per second; it only counts, the server refuses."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass
class RateLimit:
    """Counts every request, refused ones too; `per_second` None means no limit."""

    per_second: int | None
    _times: deque[float] = field(default_factory=deque)

    def exceeded(self, now: float) -> bool:
        while self._times and now - self._times[0] >= 1:
            self._times.popleft()
        self._times.append(now)
        return self.per_second is not None and len(self._times) > self.per_second
