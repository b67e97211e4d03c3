"""What Telegram must know of a picture to take it as a photo; it draws and decodes nothing."""

from __future__ import annotations

import struct

from sandbox.telegram.refusals import bad

MAX_BYTES = 10 * 1024**2
MAX_WIDTH_AND_HEIGHT, MAX_RATIO = 10_000, 20
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PNG_HEADER = struct.Struct(">4x4sII")  # length, type, width, height
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The JPEG segments that tell the size; those three have other meanings."""

Size = tuple[int, int]  # width, height in pixels


def check_picture(content: bytes) -> None:
    """Raises Refusal for what Telegram does not take as a photo."""
    if len(content) > MAX_BYTES:
        raise bad(
            f"file of size {len(content)} bytes is too big for a photo; "
            f"the maximum size is {MAX_BYTES} bytes"
        )
    width, height = picture_size(content)
    if not width or not height:
        raise bad("IMAGE_PROCESS_FAILED")
    if width + height > MAX_WIDTH_AND_HEIGHT or max(width, height) > MAX_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")


def picture_type(content: bytes) -> str:
    return "image/png" if content.startswith(PNG) else "image/jpeg"


def picture_size(content: bytes) -> Size:
    """(0, 0) if it is neither PNG nor JPEG, or breaks off."""
    try:
        if content.startswith(PNG):
            return _png_size(content)
        return _jpeg_size(content) if content.startswith(JPEG) else (0, 0)
    except (struct.error, IndexError):
        return 0, 0


def _png_size(content: bytes) -> Size:
    kind, width, height = _PNG_HEADER.unpack_from(content, len(PNG))
    return (width, height) if kind == b"IHDR" and b"IEND" in content else (0, 0)


def _jpeg_size(content: bytes) -> Size:
    at = 2
    while content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0, 0
