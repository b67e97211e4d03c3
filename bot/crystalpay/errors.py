"""What can go wrong with a call, distinguished by what the caller can do about it.

CrystalPayError
 ├── Unreachable   no answer: no connection, a timeout, or a server error (5xx) instead of one
 ├── Refused       CrystalPAY answered with an error: wrong keys, too many requests, …
 └── Unreadable    the answer is not what the API promises

No error carries the login, the secret or the body that was sent.
"""


class CrystalPayError(Exception):
    """A call has no result. See the module for its kinds."""


class Unreachable(CrystalPayError):
    """`timed_out`: no answer in time; `status`: of HTTP, for a server error (5xx)."""

    def __init__(self, reason: str, *, timed_out: bool = False, status: int | None = None) -> None:
        super().__init__(reason)
        self.timed_out = timed_out
        self.status = status


class Refused(CrystalPayError):
    """`words`: CrystalPAY's error messages, maybe none; `status`: of HTTP."""

    def __init__(self, words: tuple[str, ...], *, status: int = 200) -> None:
        super().__init__("; ".join(words) or "refused without a reason")
        self.words = words
        self.status = status

    def without(self, secret: str) -> "Refused":
        """The same refusal, with the secret masked where its words quote it."""
        words = tuple(word.replace(secret, "***") for word in self.words)
        return Refused(words, status=self.status)

    @property
    def keys_are_wrong(self) -> bool:
        """The known text is «Invalid auth credentials»; any other about «auth» counts as well."""
        return any("auth" in word.lower() for word in self.words)

    @property
    def asks_to_slow_down(self) -> bool:
        said = " ".join(self.words).lower()
        return self.status == 429 or "limit" in said or "many requests" in said


class Unreadable(CrystalPayError):
    """`what`: the part of the answer that is wrong, for people; `status`: of HTTP."""

    def __init__(self, what: str, *, status: int = 200) -> None:
        super().__init__(what)
        self.what = what
        self.status = status
