"""What can go wrong with a call, split by what the caller can do about it.

CrystalPayError
 ├── Unreachable   could not ask: no connection, no answer in time, or a server out of order (5xx)
 ├── Refused       CrystalPAY says no, in its own words: wrong keys, too many requests, …
 └── Unreadable    there is an answer, and it makes no sense

No error carries the login, the secret or the body that was sent.
"""


class CrystalPayError(Exception):
    """Anything that kept a call from giving its result."""


class Unreachable(CrystalPayError):
    """Nothing was learned. `timed_out`: no answer in time; `status`: a 5xx that came instead."""

    def __init__(self, reason: str, *, timed_out: bool = False, status: int | None = None) -> None:
        super().__init__(reason)
        self.timed_out = timed_out
        self.status = status


class Refused(CrystalPayError):
    """CrystalPAY answered with an error. `words`: its own, maybe none; `status`: of HTTP."""

    def __init__(self, words: tuple[str, ...], *, status: int = 200) -> None:
        super().__init__("; ".join(words) or "refused without a reason")
        self.words = words
        self.status = status

    def without(self, secret: str) -> "Refused":
        """The same refusal, should its words quote the secret."""
        words = tuple(word.replace(secret, "***") for word in self.words)
        return Refused(words, status=self.status)

    @property
    def keys_are_wrong(self) -> bool:
        """«Invalid auth credentials» has been seen; other words about «auth» are taken for it."""
        return any("auth" in word.lower() for word in self.words)

    @property
    def asks_to_slow_down(self) -> bool:
        said = " ".join(self.words).lower()
        return self.status == 429 or "limit" in said or "many requests" in said


class Unreadable(CrystalPayError):
    """The answer is not what the API promises. `what`: the part that is wrong, for people."""

    def __init__(self, what: str, *, status: int = 200) -> None:
        super().__init__(what)
        self.what = what
        self.status = status
