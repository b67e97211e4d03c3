"""`parse_mode: HTML` as strict as Telegram's own, in its words; it knows no other mode.

Facts: TDLib's `parse_html` (td/telegram/MessageEntity.cpp) and its tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.telegram.text import Entity, units

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
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\v"
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_TEXT = re.compile(r"[^<&]+")
_TAG_NAME = re.compile(rf"[^{_SPACE}>]*")
_ATTRIBUTE_NAME = re.compile(rf"[^{_SPACE}=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_BLANK = re.compile(rf"[{_SPACE}]*")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_LONGEST_REFERENCE = 10


class Unparsable(Exception):
    """The text is no Bot API HTML; the message is what follows «can't parse entities:»."""


@dataclass
class Tag:
    name: str
    attributes: dict[str, str]
    offset: int
    begins: int


def parse_html(source: str, unknown: Collection[str] = ()) -> tuple[str, list[Entity]]:
    """The plain text of `source` and its entities, neither trimmed nor checked for nesting.

    `unknown`: tags that an older server does not have yet.
    """
    return _Scanner(source, unknown).parse()


class _Scanner:
    def __init__(self, source: str, unknown: Collection[str]) -> None:
        self._source = source
        self._unknown = unknown
        self._at = 0
        self._text: list[str] = []
        self._offset = 0
        self._open: list[Tag] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            if self._source.startswith("</", self._at):
                self._end_tag()
            elif self._source[self._at] == "<":
                self._start_tag()
            else:
                self._write(self._reference() or self._run(_TEXT) or self._char())
        if self._open:
            name = self._open[-1].name
            raise Unparsable(f'Can\'t find end tag corresponding to start tag "{name}"')
        return _whole("".join(self._text)), [_bare(entity) for entity in self._entities]

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._offset += units(text)

    def _run(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._source, self._at)
        self._at = match.end() if match else self._at
        return match.group() if match else ""

    def _char(self) -> str:
        self._at += 1
        return self._source[self._at - 1]

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode("utf-8", "surrogatepass"))

    def _reference(self) -> str:
        """The character a reference stands for; what is no reference stays text."""
        match = _REFERENCE.match(self._source, self._at)
        char = _referred(match) if match else ""
        if match and char:
            self._at = match.end()
        return char

    def _start_tag(self) -> None:
        start = self._at
        self._at += 1
        name = self._run(_TAG_NAME).lower()
        if not self._peek():
            raise Unparsable(f"Unclosed start tag at byte offset {self._byte(start)}")
        if name in self._unknown or (name not in PLAIN and name not in SPECIAL):
            where = f"at byte offset {self._byte(start)}"
            raise Unparsable(f'Unsupported start tag "{name}" {where}')
        attributes = self._attributes(name, start)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = f"at byte offset {self._byte(start)}"
            raise Unparsable(f'Tag "span" must have class "tg-spoiler" {where}')
        self._open.append(Tag(name, attributes, self._offset, len(self._text)))

    def _attributes(self, tag: str, start: int) -> dict[str, str]:
        found: dict[str, str] = {}
        where = f'"{tag}" at byte offset {self._byte(start)}'
        while True:
            self._run(_BLANK)
            if self._peek() == ">":
                self._at += 1
                return found
            name = self._run(_ATTRIBUTE_NAME)
            if not name:
                raise Unparsable(f"Empty attribute name in the tag {where}")
            self._run(_BLANK)
            has_value = self._peek() == "="
            if has_value:
                self._at += 1
                self._run(_BLANK)
            if not self._peek():
                raise Unparsable(f"Unclosed start tag {where}")
            found[name] = self._value(start) if has_value else ""

    def _value(self, start: int) -> str:
        value = self._quoted() if self._peek() in "'\"" else self._token()
        if not self._peek():
            raise Unparsable(f"Unclosed start tag at byte offset {self._byte(start)}")
        return value

    def _quoted(self) -> str:
        quote = self._char()
        value: list[str] = []
        while self._peek() not in ("", quote):
            value.append(self._reference() or self._char())
        self._at += 1
        return "".join(value)

    def _token(self) -> str:
        start = self._at
        value = self._run(_TOKEN).lower()
        if self._peek() not in (*_SPACE, ">", ""):
            where = f"at byte offset {self._byte(start)}"
            raise Unparsable(f"Unexpected end of name token {where}")
        return value

    def _end_tag(self) -> None:
        start = self._byte(self._at)
        if not self._open:
            raise Unparsable(f"Unexpected end tag at byte offset {start}")
        self._at += 2
        name = self._run(_TAG_NAME).lower()
        self._run(_BLANK)
        if self._peek() != ">":
            raise Unparsable(f"Unclosed end tag at byte offset {start}")
        self._at += 1
        tag = self._open.pop()
        if name not in ("", tag.name):
            raise Unparsable(
                f"Unmatched end tag at byte offset {start}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        self._close(tag)

    def _close(self, tag: Tag) -> None:
        if self._offset == tag.offset:
            return
        inner = "".join(self._text[tag.begins :])
        make = SPECIAL.get(tag.name)
        made = {"type": PLAIN[tag.name]} if make is None else make(tag, inner)
        if made is None:
            return
        made |= {"offset": tag.offset, "length": self._offset - tag.offset}
        if not self._joins_last(made):
            self._entities.append(made)

    def _joins_last(self, made: Entity) -> bool:
        """`<pre>` and `<code class="language-…">` around one text are one entity."""
        last = self._entities[-1] if self._entities else None
        if last is None or {made["type"], last["type"]} != {"pre", "code"}:
            return False
        language = last.get("language") or made.get("language")
        same = (last["offset"], last["length"]) == (made["offset"], made["length"])
        if same and language:
            last |= {"type": "pre", "language": language}
        return bool(same and language)


def _referred(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED.get(name, "")
    digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
    code = int(digits, base) if digits else 0
    long = len(match.group().rstrip(";")) >= _LONGEST_REFERENCE
    return "" if long or not 0 < code < 0x10FFFF else chr(code)


def _whole(text: str) -> str:
    """Halves of surrogate pairs written as references become characters, or are refused."""
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise Unparsable(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        ) from None


def _bare(entity: Entity) -> Entity:
    if entity["type"] == "code":
        entity.pop("language", None)
    return entity


def _emoji(tag: Tag, inner: str) -> Entity | None:
    identifier = tag.attributes.get("emoji-id", "")
    if not identifier.isdecimal() or int(identifier) == 0:
        raise Unparsable("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def _time(tag: Tag, inner: str) -> Entity | None:
    written = tag.attributes.get("format", "")
    if not _TIME_FORMAT.fullmatch(written):
        raise Unparsable("Invalid date format used")
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


def checked_url(url: str) -> str:
    """The URL as Telegram keeps it («telegram.org» → «http://telegram.org/»), or nothing."""
    if re.search(r"\s", url.strip()) or not url.strip():
        return ""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg":
        return url
    host = parts.hostname or ""
    good = parts.scheme in ("http", "https", "ton", "tonsite") and re.search(r"\w\.\w", host)
    return (parts if parts.path else parts._replace(path="/")).geturl() if good else ""
