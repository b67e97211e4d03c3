"""The simulated CrystalPAY over HTTP, and what tests set in it; it never goes online."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from sandbox.crystalpay.answers import (
    ANSWERS,
    TOO_MANY,
    Denied,
    authenticated,
    failure,
    success,
)
from sandbox.crystalpay.rate_limit import RateLimit
from sandbox.crystalpay.registers import Register, SandboxBalance
from sandbox.faults import ANSWER_TYPE, Fault, Faults, Hold, error_page
from sandbox.loopback import Loopback

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A received request: `at` is monotonic, `body` is without the secret."""

    method: str
    path: str
    login: str | None
    at: float
    body: Json


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

    @property
    def logins(self) -> Sequence[str]:
        return list(self._registers)

    def balances(self, login: str) -> Mapping[str, SandboxBalance]:
        """What the register holds now, by method."""
        return dict(self._registers[login].balances)

    def remove_register(self, login: str) -> None:
        """From now on its keys are wrong."""
        del self._registers[login]

    def receive(self, login: str, key: str, amount: str) -> SandboxBalance:
        """A payment arrives: the balance grows by exactly `amount` and is returned.

        A negative amount is a withdrawal.
        """
        balances = self._registers[login].balances
        total = Decimal(str(balances[key].amount)) + Decimal(amount)
        balances[key] = replace(balances[key], amount=format(total, "f"))
        return balances[key]

    def fault(self, fault: Fault, login: str | None = None) -> None:
        """Make requests of one login, or all, fail with `fault`, until `heal`."""
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
        received = self._record(request, login if isinstance(login, str) else None, body)
        if self._limit.exceeded(received.at):
            words = TOO_MANY.format(limit=self._limit.per_second)
            return _json_response(failure(words), status=429)
        wrong = await self._faults.apply(received.login, request)
        answer = wrong or self._right_answer(received.path, body)
        if label := request.get(ANSWER_TYPE):
            answer.content_type = label
        return answer

    def _record(self, request: web.Request, login: str | None, body: Json) -> Request:
        shown = {key: value for key, value in body.items() if key != "auth_secret"}
        received = Request(request.method, request.path, login, time.monotonic(), shown)
        self.requests.append(received)
        return received

    def _right_answer(self, path: str, body: Json) -> web.Response:
        answer = ANSWERS.get(re.sub("//+", "/", path))  # as nginx merges slashes
        if answer is None:
            return web.Response(text=error_page(404), status=404, content_type="text/html")
        try:
            register = authenticated(self._registers, body)
            return _json_response(success(answer(register, body)))
        except Denied as denied:
            return _json_response(failure(*denied.args))


def _decoded(raw: bytes) -> Json:
    """The body as PHP's json_decode sees it: anything but a JSON object counts as empty."""
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _json_response(answer: Json, status: int = 200) -> web.Response:
    text = json.dumps(answer, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json")
