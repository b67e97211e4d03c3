"""The bot's requests as the sandbox records them, for tests to look at; it answers none."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.arguments import SentFile

Json = dict[str, Any]


@dataclass
class Call:
    """A request of the bot: its parameters as native JSON values, and how it was answered."""

    method: str
    params: Json
    files: Mapping[str, SentFile]
    at: float = field(default_factory=time.monotonic)
    ok: bool | None = None
    description: str = ""
    status: int | None = None

    def contains(self, secret: str) -> bool:
        """Whether these characters were anywhere in the request."""
        files = (file.content for file in self.files.values())
        said = (self.method, repr(self.params), *_strings(self.params))
        return any(secret in text for text in said) or any(secret.encode() in f for f in files)


def _strings(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for pair in value.items() for text in _strings(list(pair))]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [str(value)]
