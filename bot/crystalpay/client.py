"""Asks CrystalPAY over HTTP. Knows reading methods only: nothing here moves money or sets things.

Facts about the API: docs/crystalpay.md.
"""

import asyncio
import json
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import httpx

from bot.crystalpay.bodies import ENCODING, read_body
from bot.crystalpay.errors import CrystalPayError, Refused, Unreachable
from bot.crystalpay.limiter import Limiter
from bot.crystalpay.models import RegisterInfo, read_answer, read_balance, read_balances, read_info
from bot.domain.readings import Balance, Reading
from bot.domain.registers import Credentials

HEADERS = {
    "User-Agent": "crystalpay-bot",
    "Content-Type": "application/json",
    "Accept-Encoding": ENCODING,  # aiohttp would ask for more
}


class CrystalPay:
    """One client for the whole process: one pool of connections, one limiter.

    Every method raises CrystalPayError (see `errors`) and nothing else. A call takes at most
    `timeout` seconds from the moment it leaves the limiter's queue, one retry included.
    """

    def __init__(
        self, url: str, *, timeout: float, rate_limit: int, over_aiohttp: bool = False
    ) -> None:
        """`over_aiohttp`: a third of the CPU a request, once aiohttp is imported anyway."""
        self._timeout = timeout
        self._limiter = Limiter(rate_limit)
        # Idle connections cost time on each request; waiting for a place in a bounded pool would
        # count against the deadline of a register that answers well.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=4)
        self._base = httpx.URL(url.rstrip("/") + "/")
        self._urls: dict[str, httpx.URL] = {}  # to make one takes as long as to send it
        # No httpx.AsyncClient: redirects, hooks and its own time limits are not wanted here.
        self._http: httpx.AsyncBaseTransport = (
            _aiohttp_transport(limits) if over_aiohttp else httpx.AsyncHTTPTransport(limits=limits)
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def read_register(self, credentials: Credentials, *, hide_empty: bool = False) -> Reading:
        """All balances of the register (`balance/list`); its time is when the answer was there."""
        fields = await self._call("balance/list/", credentials, hide_empty=hide_empty)
        return Reading(datetime.now(UTC), read_balances(fields))

    async def read_balance(self, credentials: Credentials, key: str) -> Balance:
        """One balance by its internal name (`balance/get`)."""
        return read_balance(key, await self._call("balance/get/", credentials, method=key))

    async def read_info(self, credentials: Credentials) -> RegisterInfo:
        """Who the register is (`me/info`): the cheapest check of a login and a secret."""
        return read_info(await self._call("me/info/", credentials))

    async def _call(
        self, path: str, credentials: Credentials, /, **fields: str | bool
    ) -> dict[str, Any]:
        keys = {"auth_login": credentials.login, "auth_secret": credentials.secret}
        url = self._urls.get(path) or self._urls.setdefault(path, self._base.join(path))
        status, body = await self._post(url, json.dumps({**keys, **fields}))
        try:
            return read_answer(status, body)
        except Refused as refused:
            if refused.asks_to_slow_down:
                self._limiter.pause()
            message = refused.without(credentials.secret)
        raise message  # outside of `except`, so that the words with the secret are not its context

    async def _post(self, url: httpx.URL, body: str) -> tuple[int, bytes]:
        """Post, and once more if nothing was answered; the status and body that came.

        Raises outside of every `except`: httpx's errors hold the request with the secret in it,
        and `from None` would only hide them.
        """
        failure: CrystalPayError
        try:
            async with asyncio.timeout(None) as deadline:
                with suppress(httpx.TransportError):
                    return await self._post_once(url, body, deadline)
                return await self._post_once(url, body, deadline)
        except TimeoutError:
            failure = Unreachable(f"no answer within {self._timeout:g} s", timed_out=True)
        except httpx.TransportError as error:
            failure = Unreachable(str(error) or type(error).__name__)
        raise failure

    async def _post_once(
        self, url: httpx.URL, body: str, deadline: asyncio.Timeout
    ) -> tuple[int, bytes]:
        async with self._limiter.track():
            if deadline.when() is None:
                deadline.reschedule(asyncio.get_running_loop().time() + self._timeout)
            request = httpx.Request("POST", url, headers=HEADERS, content=body)
            response = await self._http.handle_async_request(request)
            try:
                # A 5xx is told by its status alone.
                answer = b"" if response.status_code >= 500 else await read_body(response)
            finally:
                await response.aclose()
            return response.status_code, answer


def _aiohttp_transport(limits: httpx.Limits) -> httpx.AsyncBaseTransport:
    from aiohttp import ClientError
    from httpx_aiohttp import AiohttpTransport

    class Transport(AiohttpTransport):
        """Whatever is no answer of HTTP's is one of httpx's errors, as over its own transport."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            try:
                return await super().handle_async_request(request)
            except ClientError as error:
                raise httpx.RemoteProtocolError(type(error).__name__) from None

    return Transport(limits=limits)
