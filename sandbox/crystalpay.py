"""A CrystalPAY on this machine that answers as the real one does; it moves no money."""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from sandbox.faults import LABEL, Fault, Faults, Hold, error_page
from sandbox.loopback import Loopback

Json = dict[str, Any]
WRONG_KEYS = "Invalid auth credentials"
TOO_MANY = "Too many requests, limit is {limit} per second"


@dataclass(frozen=True)
class SandboxBalance:
    """A balance as CrystalPAY would hold it.

    A written amount loses its trailing zeros, as in the real answers; a number goes out as a
    number; what is no number at all goes out as it is.
    """

    name: str
    amount: str | int | float
    currency: str
    accuracy: int | float

    def as_json(self) -> Json:
        return {
            "name": self.name,
            "amount": _cut(self.amount),
            "currency": self.currency,
            "amount_accuracy": self.accuracy,
        }

    @property
    def empty(self) -> bool:
        try:
            return Decimal(str(self.amount)) == 0
        except InvalidOperation:
            return False


@dataclass(frozen=True)
class Request:
    """A request that came: `at` is monotonic, `body` is without the secret."""

    method: str
    path: str
    login: str | None
    at: float
    body: Json


@dataclass
class Register:
    login: str
    secret: str
    name: str
    balances: dict[str, SandboxBalance]
    id: int
    created_at: str = "2024-02-29 12:30:00"
    status_level: int = 2

    def info(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "status_level": self.status_level,
            "created_at": self.created_at,
        }


class Denied(Exception):
    """CrystalPAY's own «no»: HTTP 200 with its words in `errors`."""


@dataclass
class RateLimit:
    """Counts every request that comes; the one too many in any second is refused."""

    per_second: int | None
    _times: deque[float] = field(default_factory=deque)

    def exceeded(self, now: float) -> bool:
        while self._times and now - self._times[0] >= 1:
            self._times.popleft()
        self._times.append(now)
        return self.per_second is not None and len(self._times) > self.per_second


class CrystalPaySandbox:
    """`async with CrystalPaySandbox() as crystalpay:` serves `crystalpay.url` on 127.0.0.1."""

    def __init__(self, port: int = 0, limit_per_second: int | None = 5) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = Loopback(app, port)
        self._faults = Faults(self._server.closing)
        self._limit = RateLimit(limit_per_second)
        self._registers: dict[str, Register] = {}
        self.requests: list[Request] = []

    async def __aenter__(self) -> Self:
        await self._server.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return f"{self._server.origin}/v3/"

    @property
    def limit_per_second(self) -> int | None:
        return self._limit.per_second

    @limit_per_second.setter
    def limit_per_second(self, limit: int | None) -> None:
        self._limit.per_second = limit

    def add_register(
        self, login: str, secret: str, name: str, balances: Mapping[str, SandboxBalance]
    ) -> Register:
        register = Register(login, secret, name, dict(balances), id=1001 + len(self._registers))
        self._registers[login] = register
        return register

    def set_balances(self, login: str, balances: Mapping[str, SandboxBalance]) -> None:
        self._registers[login].balances = dict(balances)

    def remove_register(self, login: str) -> None:
        """From now on its keys are wrong."""
        del self._registers[login]

    def receive(self, login: str, key: str, amount: str) -> None:
        """A payment comes in: the balance grows by exactly `amount`."""
        balance = self._registers[login].balances[key]
        total = Decimal(str(balance.amount)) + Decimal(amount)
        self._registers[login].balances[key] = replace(balance, amount=format(total, "f"))

    def fault(self, fault: Fault, login: str | None = None) -> None:
        """Let the requests of one login, or all, meet `fault`, until `heal`."""
        self._faults.set(fault, login)

    def heal(self, login: str | None = None) -> None:
        """End the fault of one login; without a login end all faults."""
        self._faults.heal(login)

    def hold(self, login: str | None = None) -> Hold:
        """Keep requests waiting: `await hold.arrived(1)`, then `hold.release()`."""
        return self._faults.hold(login)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = _decoded(await request.read())
        login = body.get("auth_login")
        asked = self._record(request, login if isinstance(login, str) else None, body)
        if self._limit.exceeded(asked.at):
            words = TOO_MANY.format(limit=self._limit.per_second)
            return _as_php(_failure(words), status=429)
        wrong = await self._faults.meet(asked.login, request)
        answer = wrong or self._right_answer(asked.path, body)
        if label := request.get(LABEL):
            answer.content_type = label
        return answer

    def _record(self, request: web.Request, login: str | None, body: Json) -> Request:
        shown = {key: value for key, value in body.items() if key != "auth_secret"}
        asked = Request(request.method, request.path, login, time.monotonic(), shown)
        self.requests.append(asked)
        return asked

    def _right_answer(self, path: str, body: Json) -> web.Response:
        answer = ANSWERS.get(re.sub("//+", "/", path))  # as nginx merges slashes
        if answer is None:
            return web.Response(text=error_page(404), status=404, content_type="text/html")
        try:
            return _as_php({"error": False, "errors": [], **answer(self._register(body), body)})
        except Denied as denied:
            return _as_php(_failure(*denied.args))

    def _register(self, body: Json) -> Register:
        missing = [name for name in ("auth_login", "auth_secret") if not body.get(name)]
        if missing:
            raise Denied(*(f"`{name}` field is required" for name in missing))
        register = self._registers.get(str(body["auth_login"]))
        if register is None or register.secret != body["auth_secret"]:
            raise Denied(WRONG_KEYS)
        return register


def _balance_list(register: Register, body: Json) -> Json:
    hide = bool(body.get("hide_empty", False))
    items = {
        key: balance.as_json()
        for key, balance in register.balances.items()
        if not (hide and balance.empty)
    }
    # PHP writes an empty array as a list, not as an object.
    return {"items": items or []}


def _balance_get(register: Register, body: Json) -> Json:
    method = body.get("method")
    if not method:
        raise Denied("`method` field is required")
    if method not in register.balances:
        raise Denied("Method not found")
    return {"method": method, **register.balances[str(method)].as_json()}


def _me_info(register: Register, body: Json) -> Json:
    return register.info()


ANSWERS: Mapping[str, Callable[[Register, Json], Json]] = {
    "/v3/balance/list/": _balance_list,
    "/v3/balance/get/": _balance_get,
    "/v3/me/info/": _me_info,
}


def _decoded(raw: bytes) -> Json:
    """The body as PHP's json_decode sees it: what is no JSON object is nothing."""
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _failure(*errors: str) -> Json:
    return {"error": True, "errors": list(errors)}


def _as_php(answer: Json, status: int = 200) -> web.Response:
    text = json.dumps(answer, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json")


def _cut(amount: str | int | float) -> str | int | float:
    if not isinstance(amount, str) or "." not in amount or "e" in amount.lower():
        return amount
    return amount.rstrip("0").rstrip(".")
