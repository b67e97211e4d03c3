"""Telegram's HTML: escaping and measuring."""

import re
from html import escape as _escape
from html import unescape

_TAG = re.compile(r"<[^>]*>")


def escape(text: str) -> str:
    return _escape(text, quote=False)


def visible(html: str) -> str:
    """The text as a reader sees it."""
    return unescape(_TAG.sub("", html))


def units(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
