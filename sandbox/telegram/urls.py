"""URLs as Telegram takes and keeps them; it opens none."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def checked_url(url: str) -> str:
    """The URL as Telegram keeps it (“telegram.org” → “http://telegram.org/”), or nothing."""
    if re.search(r"\s", url.strip()) or not url.strip():
        return ""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg":
        return url
    host = parts.hostname or ""
    good = parts.scheme in ("http", "https", "ton", "tonsite") and re.search(r"\w\.\w", host)
    return (parts if parts.path else parts._replace(path="/")).geturl() if good else ""
