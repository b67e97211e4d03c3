"""Telegram's HTML: escaping, reading and measuring; pure."""

import re
from html import escape as _escape
from html import unescape

_TAG = re.compile(r"<[^>]*>")


def escape(text: str) -> str:
    return _escape(text, quote=False)


def plain_text(html: str) -> str:
    """The text as a reader sees it, without tags and entities."""
    return unescape(_TAG.sub("", html))


def utf16_length(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
