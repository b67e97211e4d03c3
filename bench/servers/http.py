"""As much of HTTP/1.1 as three bot libraries and httpx speak, as one asyncio protocol."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote_plus


class Reply(Protocol):
    def __call__(self, body: bytes | None, status: int = 200) -> None:
        """Answer with JSON; None ends the connection without an answer."""


Answer = Callable[["Request", Reply], None]


@dataclass(slots=True)
class Request:
    path: str
    content_type: str
    body: bytes

    def params(self) -> dict[str, Any]:
        """What was sent, whether as JSON, as a form or as multipart; forms hold text only."""
        query = self.path.partition("?")[2]
        params: dict[str, Any] = dict(parse_qsl(query)) if query else {}
        if not self.body:
            return params
        if self.content_type.startswith("application/json"):
            sent: dict[str, Any] = json.loads(self.body)
            return params | sent
        if self.content_type.startswith("multipart/form-data"):
            return params | _multipart(self.content_type, self.body)
        return params | _form(self.body)


def _form(body: bytes) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in body.decode().split("&"))
    return {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}


def _multipart(content_type: str, body: bytes) -> dict[str, str]:
    boundary = b"--" + content_type.partition("boundary=")[2].strip('"').encode()
    fields = {}
    for part in body.split(boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0]
        fields[name.decode()] = value.removesuffix(b"\r\n").decode()
    return fields


class Connection(asyncio.Protocol):
    """One connection; requests are answered one after another, each by one call of `reply`."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._received = b""
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._busy:
            self._next()

    def _next(self) -> None:
        request = self._take()
        if request is not None:
            self._busy = True
            self._answer(request, self._reply)

    def _reply(self, body: bytes | None, status: int = 200) -> None:
        """Raises ConnectionError when nobody waits for the answer any more."""
        if self._transport is None:
            raise ConnectionError
        if body is None:
            self._transport.abort()
            return
        head = (
            f"HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._transport.write(head.encode() + body)
        self._busy = False
        if self._received:
            self._next()

    def _take(self) -> Request | None:
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return None
        lines = self._received[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = self._body(headers, end + 4)
        path = lines[0].split(" ")[1]
        return None if body is None else Request(path, headers.get("content-type", ""), body)

    def _body(self, headers: dict[str, str], start: int) -> bytes | None:
        """The body, taken off what was received; None while it is not all there."""
        if headers.get("transfer-encoding") == "chunked":
            return self._chunks(start)
        end = start + int(headers.get("content-length", "0"))
        if len(self._received) < end:
            return None
        body, self._received = self._received[start:end], self._received[end:]
        return body

    def _chunks(self, at: int) -> bytes | None:
        body = b""
        while (line := self._received.find(b"\r\n", at)) >= 0:
            size = int(self._received[at:line], 16)
            body += self._received[line + 2 : line + 2 + size]
            at = line + 2 + size + 2
            if len(self._received) < at:
                return None
            if size == 0:
                self._received = self._received[at:]
                return body
        return None


async def listen(answer: Answer) -> tuple[asyncio.Server, str]:
    """Serve on a free port of loopback; the server and its address without a slash."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answer), "127.0.0.1", 0, backlog=2048)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
