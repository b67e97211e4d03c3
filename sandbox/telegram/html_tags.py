"""The tags of `parse_mode: HTML` and the entity that each makes; it does not parse."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.telegram.text import Entity
from sandbox.telegram.urls import checked_url

PLAIN: Mapping[str, str] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


class InvalidHtml(Exception):
    """Not the Bot API's HTML; the message is what follows “can't parse entities:”."""


@dataclass
class Tag:
    """An open tag. `offset`: its UTF-16 offset in the text; `piece`: the number of pieces of
    text before it."""

    name: str
    attributes: dict[str, str]
    offset: int
    piece: int


def is_known(name: str) -> bool:
    return name in PLAIN or name in SPECIAL


def entity_of(tag: Tag, inner: str) -> Entity | None:
    """The entity of a closed tag around `inner`, without its place; raises InvalidHtml."""
    make = SPECIAL.get(tag.name)
    return {"type": PLAIN[tag.name]} if make is None else make(tag, inner)


def _emoji(tag: Tag, inner: str) -> Entity | None:
    identifier = tag.attributes.get("emoji-id", "")
    if not identifier.isdecimal() or int(identifier) == 0:
        raise InvalidHtml("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def _time(tag: Tag, inner: str) -> Entity | None:
    written = tag.attributes.get("format", "")
    if not _TIME_FORMAT.fullmatch(written):
        raise InvalidHtml("Invalid date format used")
    unix = re.match(r"\d*", tag.attributes.get("unix", ""))
    moment = int(unix.group() or 0) if unix else 0
    if moment == 0:
        return None
    entity: Entity = {"type": "date_time", "unix_time": moment}
    return entity | ({"date_time_format": written} if written else {})


def _link(tag: Tag, inner: str) -> Entity | None:
    href = tag.attributes.get("href") or inner
    parts = urlsplit(href)
    user = parse_qs(parts.query).get("id", [""])[0]
    if parts.scheme == "tg" and parts.netloc == "user" and user.isdecimal():
        mentioned: dict[str, Any] = {"id": int(user), "is_bot": False, "first_name": inner}
        return {"type": "text_mention", "user": mentioned}
    url = checked_url(href)
    return {"type": "text_link", "url": url} if url else None


def _pre(tag: Tag, inner: str) -> Entity | None:
    return {"type": "pre"}


def _code(tag: Tag, inner: str) -> Entity | None:
    kind, _, language = tag.attributes.get("class", "").partition("language-")
    return {"type": "code"} | ({"language": language} if language and not kind else {})


def _quote(tag: Tag, inner: str) -> Entity | None:
    return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}


SPECIAL: Mapping[str, Callable[[Tag, str], Entity | None]] = {
    "a": _link,
    "code": _code,
    "pre": _pre,
    "blockquote": _quote,
    "tg-emoji": _emoji,
    "tg-time": _time,
}
