"""Reads the body of an answer, decompressed; never holds more than MAX_BODY_BYTES of it."""

import zlib
from collections.abc import Callable

import httpx

from bot.crystalpay.errors import Unreadable

MAX_BODY_BYTES = 1 << 20
"""After decompression; a full `balance/list` has 4 KB."""

ENCODING = "gzip"
"""The only one that is requested and decompressed."""


async def read_body(response: httpx.Response) -> bytes:
    """The decompressed body. Raises Unreadable if it is too long or in an unknown encoding.

    httpx would decompress each chunk as a whole, and gzip can expand a thousandfold: a megabyte
    could become a gigabyte before anybody knows the length.
    """
    decompress = _decompressor(response.headers.get("content-encoding", ""))
    body, received = bytearray(), 0
    async for chunk in response.aiter_raw():
        received += len(chunk)  # chunks that decompress to nothing must end, too
        body += decompress(chunk, MAX_BODY_BYTES + 1 - len(body))
        if max(received, len(body)) > MAX_BODY_BYTES:
            raise Unreadable("longer than 1 MiB")
    return bytes(body)


def _decompressor(encoding: str) -> Callable[[bytes, int], bytes]:
    """A function from a chunk and a limit to at most so many decompressed bytes of the chunk."""
    if encoding.lower() in ("", "identity"):
        return lambda chunk, limit: chunk[:limit]
    if encoding.lower() != ENCODING:
        raise Unreadable("in an encoding that was not asked for")
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def decompress(chunk: bytes, limit: int) -> bytes:
        try:
            return b"" if stream.eof else stream.decompress(chunk, limit)
        except zlib.error:
            raise Unreadable("not in the encoding it says") from None

    return decompress
