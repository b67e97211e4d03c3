"""Asks CrystalPAY over HTTP. Only knows methods that read: none moves money or changes anything.

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
from bot.crystalpay.limiter import Limiter, Priority
from bot.crystalpay.models import RegisterInfo, read_answer, read_balance, read_balances, read_info
from bot.crystalpay.transports import Transport
from bot.domain.readings import Balance, Reading
from bot.domain.registers import Credentials

HEADERS = {
    "User-Agent": "crystalpay-bot",
    "Content-Type": "application/json",
    "Accept-Encoding": ENCODING,  # aiohttp would accept others
}


class CrystalPay:
    """One client for the whole process: one pool of connections, one limiter.

    Methods raise CrystalPayError (see `errors`) and nothing else. A call takes at most `timeout`
    seconds from the moment it leaves the limiter's queue, including one retry.
    """

    def __init__(self, url: str, *, timeout: float, rate_limit: int, transport: Transport) -> None:
        """`timeout`: in seconds; `rate_limit`: requests per second. Closes the transport."""
        self._timeout = timeout
        self._limiter = Limiter(rate_limit)
        self._base = httpx.URL(url.rstrip("/") + "/")
        self._urls: dict[str, httpx.URL] = {}  # parsing one takes as long as sending it
        # Not an httpx.AsyncClient: redirects, hooks and its own timeouts are not wanted here.
        self._transport = transport

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._transport.aclose()

    async def read_register(
        self,
        credentials: Credentials,
        *,
        hide_empty: bool = False,
        priority: Priority | None = None,
    ) -> Reading:
        """All balances of the register (`balance/list`). `as_of`: when the answer arrived (UTC)."""
        fields = await self._call(
            "balance/list/", credentials, priority or Priority(), hide_empty=hide_empty
        )
        return Reading(datetime.now(UTC), read_balances(fields))

    async def read_balance(self, credentials: Credentials, key: str) -> Balance:
        """One balance by its internal name (`balance/get`)."""
        fields = await self._call("balance/get/", credentials, Priority(), method=key)
        return read_balance(key, fields)

    async def read_info(self, credentials: Credentials) -> RegisterInfo:
        """What the register is (`me/info`): the cheapest check of a login and a secret."""
        return read_info(await self._call("me/info/", credentials, Priority()))

    async def _call(
        self, path: str, credentials: Credentials, priority: Priority, /, **fields: str | bool
    ) -> dict[str, Any]:
        keys = {"auth_login": credentials.login, "auth_secret": credentials.secret}
        url = self._urls.get(path) or self._urls.setdefault(path, self._base.join(path))
        status, body = await self._post(url, json.dumps({**keys, **fields}), priority)
        try:
            return read_answer(status, body)
        except Refused as refused:
            if refused.asks_to_slow_down:
                self._limiter.pause()
            safe = refused.without(credentials.secret)
        raise safe  # outside of `except`: the error that may quote the secret is not its context

    async def _post(self, url: httpx.URL, body: str, priority: Priority) -> tuple[int, bytes]:
        """Post, and again if there is no answer. Returns the status and the body.

        Raises outside of every `except`: httpx's errors contain the request with the secret, and
        `from None` would only hide them.
        """
        failure: CrystalPayError
        try:
            async with asyncio.timeout(None) as deadline:
                with suppress(httpx.TransportError):
                    return await self._post_once(url, body, deadline, priority)
                return await self._post_once(url, body, deadline, priority)
        except TimeoutError:
            failure = Unreachable(f"no answer within {self._timeout:g} s", timed_out=True)
        except httpx.TransportError as error:
            failure = Unreachable(str(error) or type(error).__name__)
        raise failure

    async def _post_once(
        self, url: httpx.URL, body: str, deadline: asyncio.Timeout, priority: Priority
    ) -> tuple[int, bytes]:
        async with self._limiter.slot(priority):
            if deadline.when() is None:
                deadline.reschedule(asyncio.get_running_loop().time() + self._timeout)
            request = httpx.Request("POST", url, headers=HEADERS, content=body)
            response = await self._transport.handle_async_request(request)
            try:
                # Of a 5xx, the status says enough.
                answer = b"" if response.status_code >= 500 else await read_body(response)
            finally:
                await response.aclose()
            return response.status_code, answer
