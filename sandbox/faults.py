"""Faults that a test or the chat page can set on a sandbox server; none happens by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self

from aiohttp import web

MAX_WAIT_SECONDS = 30.0
ANSWER_TYPE = web.RequestKey("answer_type", str)
"""Under this key a request carries the content type for its right answer."""


@dataclass(frozen=True)
class Fault:
    """One way to fail. With only a `delay` or a `label` the right answer follows it.

    `silence`: no answer for as long as the connection is open.
    `drop`: the connection ends without an answer, and nothing is done.
    `lost`: what is asked for is done; then the connection ends without an answer.
    `body=None` with a status other than 200: the HTML error page of a proxy.
    `label`: the content type that is written on CrystalPAY's right answer.
    `times`: how many requests it affects before it ends by itself; None: until healed.
    """

    delay: float = 0
    silence: bool = False
    drop: bool = False
    lost: bool = False
    status: int = 200
    body: bytes | str | None = None
    content_type: str = "text/html"
    headers: Mapping[str, str] = field(default_factory=dict)
    label: str | None = None
    times: int | None = None

    @property
    def answers(self) -> bool:
        """Whether this fault is itself the answer."""
        return self.body is not None or self.status != HTTPStatus.OK

    def response(self) -> web.Response:
        body = error_page(self.status) if self.body is None else self.body
        return web.Response(
            body=body.encode() if isinstance(body, str) else body,
            status=self.status,
            headers={**self.headers, "Content-Type": self.content_type},
        )


class Hold:
    """Keeps requests waiting until `release`: tests see what happens meanwhile, without a sleep."""

    def __init__(self) -> None:
        self.count = 0
        self._counted = asyncio.Condition()
        self._released = asyncio.Event()

    @property
    def released(self) -> bool:
        return self._released.is_set()

    async def arrived(self, count: int = 1) -> None:
        """Return when `count` requests are waiting; TimeoutError after 30 s."""
        async with asyncio.timeout(MAX_WAIT_SECONDS), self._counted:
            await self._counted.wait_for(lambda: self.count >= count)

    def release(self) -> None:
        self._released.set()

    async def wait(self) -> None:
        async with self._counted:
            self.count += 1
            self._counted.notify_all()
        await self._released.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


class Faults:
    """The faults and holds of one server, each for one key (a login, a method) or for all."""

    def __init__(self, closing: asyncio.Event) -> None:
        self._closing = closing
        self._faults: dict[str | None, Fault] = {}
        self._left: dict[str | None, int] = {}
        self._holds: list[tuple[str | None, Hold]] = []

    def set(self, fault: Fault, key: str | None) -> None:
        self._faults[key] = fault
        self._left.pop(key, None)
        if fault.times is not None:
            self._left[key] = fault.times

    def heal(self, key: str | None) -> None:
        """End the fault of `key`; None ends every fault."""
        for ended in [key] if key is not None else list(self._faults):
            self._end(ended)

    def hold(self, key: str | None) -> Hold:
        hold = Hold()
        self._holds.append((key, hold))
        return hold

    def of(self, key: str | None) -> Fault | None:
        """The fault set for exactly this key."""
        return self._faults.get(key)

    async def apply(self, key: str | None, request: web.Request) -> web.Response | None:
        """Wait out a request's holds and apply its fault; returns the wrong answer, if any."""
        await self._wait_out(key)
        fault = self._take(key, lost=False)
        if fault is None:
            return None
        if fault.label is not None:
            request[ANSWER_TYPE] = fault.label
        await asyncio.sleep(fault.delay)
        if fault.drop:
            await _drop(request)
        if fault.silence:
            await self._closing.wait()
        return fault.response() if fault.answers or fault.silence else None

    async def lose_answer(self, key: str | None, request: web.Request) -> None:
        """Drop the connection after the work is done, if a `lost` fault is set."""
        if self._take(key, lost=True):
            await _drop(request)

    async def _wait_out(self, key: str | None) -> None:
        self._holds = [(k, hold) for k, hold in self._holds if not hold.released]
        for wanted, hold in list(self._holds):
            if wanted in (key, None):
                await hold.wait()

    def _take(self, key: str | None, *, lost: bool) -> Fault | None:
        found = key if key in self._faults else None
        fault = self._faults.get(found)
        if fault is None or fault.lost is not lost:
            return None
        if found in self._left:
            self._left[found] -= 1
            if self._left[found] <= 0:
                self._end(found)
        return fault

    def _end(self, key: str | None) -> None:
        self._faults.pop(key, None)
        self._left.pop(key, None)


async def _drop(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
    # The server cancels this handler when it notices that the connection is gone.
    await asyncio.Event().wait()


def error_page(status: int) -> str:
    """The error page of the web server in front of the real one."""
    title = f"{status} {HTTPStatus(status).phrase}"
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
