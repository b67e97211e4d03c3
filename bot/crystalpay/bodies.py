"""The body of an answer, unpacked and bounded; never holds more of it than it may have."""

import zlib
from collections.abc import Callable

import httpx

from bot.crystalpay.errors import Unreadable

MAX_BODY_BYTES = 1 << 20
"""Bytes, unpacked; a full `balance/list` has 4 KB."""

ENCODING = "gzip"
"""The one that is asked for. What comes in another is not unpacked."""


async def read_body(response: httpx.Response) -> bytes:
    """The unpacked body. Raises Unreadable if it is too long or in no known encoding.

    httpx would unpack each piece as a whole, and a thousandfold is possible: one megabyte that
    came would be a gigabyte here before anybody knows its length.
    """
    unpacked = _unpacker(response.headers.get("content-encoding", ""))
    body, came = bytearray(), 0
    async for piece in response.aiter_raw():
        came += len(piece)  # what unpacks to nothing must have an end too
        body += unpacked(piece, MAX_BODY_BYTES + 1 - len(body))
        if max(came, len(body)) > MAX_BODY_BYTES:
            raise Unreadable("longer than 1 MiB")
    return bytes(body)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Takes a piece of the body and gives at most so many bytes of what was packed into it."""
    if encoding.lower() in ("", "identity"):
        return lambda piece, most: piece[:most]
    if encoding.lower() != ENCODING:
        raise Unreadable("in an encoding that was not asked for")
    packed = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def unpack(piece: bytes, most: int) -> bytes:
        try:
            return b"" if packed.eof else packed.decompress(piece, most)
        except zlib.error:
            raise Unreadable("not in the encoding it says") from None

    return unpack
