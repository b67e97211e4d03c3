"""The Bot API's error answers, with the codes and words of the real server; it decides none."""

from __future__ import annotations

import json
from typing import Any

from sandbox.faults import Fault

Json = dict[str, Any]
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
}


class Refusal(Exception):
    """An answer with `ok: false`; `parameters` is the Bot API's ResponseParameters."""

    def __init__(self, code: int, reason: str = "", **parameters: int) -> None:
        self.code = code
        self.description = f"{TITLES[code]}: {reason}" if reason else TITLES[code]
        self.parameters = parameters
        super().__init__(self.description)

    def as_json(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad(reason: str) -> Refusal:
    return Refusal(400, reason)


def fault_of(refusal: Refusal, times: int | None = None) -> Fault:
    """A fault that answers as `refusal` does."""
    body = json.dumps(refusal.as_json())
    return Fault(status=refusal.code, body=body, content_type="application/json", times=times)


def flood(retry_after: int, times: int | None = 1) -> Fault:
    """Too many requests: try again after `retry_after` seconds."""
    words = f"retry after {retry_after}"
    return fault_of(Refusal(429, words, retry_after=retry_after), times)


def blocked(times: int | None = None) -> Fault:
    return fault_of(Refusal(403, "bot was blocked by the user"), times)
