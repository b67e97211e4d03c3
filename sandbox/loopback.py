"""One HTTP server on the loopback address; it is never reachable from another machine."""

from __future__ import annotations

import asyncio

from aiohttp import web

HOST = "127.0.0.1"


class Loopback:
    """Serves one application from `open` to `close`; port 0 takes any free one."""

    def __init__(self, app: web.Application, port: int = 0) -> None:
        # Handlers end with their client and do not keep a closing server open.
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        self.port = port
        self.closing = asyncio.Event()

    async def open(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        self.closing.set()
        await self._runner.cleanup()

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"
