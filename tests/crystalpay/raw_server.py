"""A server that counts connections and keeps each request as it came over the wire."""

from __future__ import annotations

import asyncio
import re

ANSWER = b'{"error": false, "errors": [], "id": 7, "name": "Shop"}'


class RawServer:
    def __init__(self, answer=b"", stays=False):
        """`answer`: what is sent instead of HTTP, if anything. `stays`: it is all that comes."""
        self._instead = answer
        self._stays = stays
        self.connections = 0
        self.requests: list[tuple[bytes, bytes]] = []

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/v3/"
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader, writer):
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(re.findall(rb"(?i)content-length: (\d+)", head)[0])
                self.requests.append((head, await reader.readexactly(length)))
                if self._instead:
                    writer.write(self._instead)
                    if self._stays:
                        await reader.read()
                    writer.close()
                    return
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(ANSWER))
                writer.write(ANSWER)
                await writer.drain()
        except asyncio.IncompleteReadError:
            writer.close()
