"""Pixels as a PNG file, compressed while other threads run; Pillow's own encoder lets none run."""

from __future__ import annotations

import zlib
from struct import pack

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BITS, TRUE_COLOUR = 8, 2
UNFILTERED = b"\0"  # flat areas gain nothing by the filters of PNG
COMPRESSION = 3  # half the time of the usual 6, and a quarter more bytes


def png(image: Image.Image) -> bytes:
    """An RGB image as a file; the same pixels give the same bytes."""
    header = pack(">IIBBBBB", image.width, image.height, BITS, TRUE_COLOUR, 0, 0, 0)
    packed = zlib.compress(_rows(image), COMPRESSION)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _rows(image: Image.Image) -> bytes:
    pixels, length = image.tobytes(), 3 * image.width
    return b"".join(
        UNFILTERED + pixels[start : start + length] for start in range(0, len(pixels), length)
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
