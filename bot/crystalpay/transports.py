"""How requests reach CrystalPAY: over httpx's or aiohttp's connections, both with httpx's errors.

Connections are not limited: waiting for one would count against the deadline of a register that
answers well. Few are kept open, because each idle one costs time on every request.
"""

import httpx

Transport = httpx.AsyncBaseTransport
"""Sends one request and returns its response. Its user closes it."""

LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=4)


def httpx_transport() -> Transport:
    """For a process that asks once and ends: nothing else has to be imported."""
    return httpx.AsyncHTTPTransport(limits=LIMITS)


def aiohttp_transport() -> Transport:
    """For a process that has imported aiohttp anyway: a request takes a third of the CPU time."""
    from aiohttp import ClientError
    from httpx_aiohttp import AiohttpTransport

    class TranslatingTransport(AiohttpTransport):
        """Errors of aiohttp that are not translated yet become httpx's."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            try:
                return await super().handle_async_request(request)
            except ClientError as error:
                raise httpx.RemoteProtocolError(type(error).__name__) from None

    return TranslatingTransport(limits=LIMITS)
