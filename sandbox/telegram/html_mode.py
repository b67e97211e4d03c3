"""`parse_mode: HTML`, as strict as Telegram's own and in its words; no other mode is supported.

Facts: TDLib's `parse_html` (td/telegram/MessageEntity.cpp) and its tests.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sandbox.telegram.html_tags import InvalidHtml, Tag, entity_of, is_known
from sandbox.telegram.text import Entity, units

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\v"
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_TEXT = re.compile(r"[^<&]+")
_TAG_NAME = re.compile(rf"[^{_SPACE}>]*")
_ATTRIBUTE_NAME = re.compile(rf"[^{_SPACE}=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_BLANK = re.compile(rf"[{_SPACE}]*")
_MAX_REFERENCE = 10


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
            raise InvalidHtml(f'Can\'t find end tag corresponding to start tag "{name}"')
        return _joined_surrogates("".join(self._text)), [
            _without_code_language(entity) for entity in self._entities
        ]

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
        """The character of a reference here; empty if there is none, then it stays text."""
        match = _REFERENCE.match(self._source, self._at)
        char = _referenced_character(match) if match else ""
        if match and char:
            self._at = match.end()
        return char

    def _start_tag(self) -> None:
        start = self._at
        self._at += 1
        name = self._run(_TAG_NAME).lower()
        if not self._peek():
            raise InvalidHtml(f"Unclosed start tag at byte offset {self._byte(start)}")
        if name in self._unknown or not is_known(name):
            where = f"at byte offset {self._byte(start)}"
            raise InvalidHtml(f'Unsupported start tag "{name}" {where}')
        attributes = self._attributes(name, start)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = f"at byte offset {self._byte(start)}"
            raise InvalidHtml(f'Tag "span" must have class "tg-spoiler" {where}')
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
                raise InvalidHtml(f"Empty attribute name in the tag {where}")
            self._run(_BLANK)
            has_value = self._peek() == "="
            if has_value:
                self._at += 1
                self._run(_BLANK)
            if not self._peek():
                raise InvalidHtml(f"Unclosed start tag {where}")
            found[name] = self._value(start) if has_value else ""

    def _value(self, start: int) -> str:
        value = self._quoted() if self._peek() in "'\"" else self._token()
        if not self._peek():
            raise InvalidHtml(f"Unclosed start tag at byte offset {self._byte(start)}")
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
            raise InvalidHtml(f"Unexpected end of name token {where}")
        return value

    def _end_tag(self) -> None:
        start = self._byte(self._at)
        if not self._open:
            raise InvalidHtml(f"Unexpected end tag at byte offset {start}")
        self._at += 2
        name = self._run(_TAG_NAME).lower()
        self._run(_BLANK)
        if self._peek() != ">":
            raise InvalidHtml(f"Unclosed end tag at byte offset {start}")
        self._at += 1
        tag = self._open.pop()
        if name not in ("", tag.name):
            raise InvalidHtml(
                f"Unmatched end tag at byte offset {start}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        self._close(tag)

    def _close(self, tag: Tag) -> None:
        if self._offset == tag.offset:
            return
        entity = entity_of(tag, "".join(self._text[tag.piece :]))
        if entity is None:
            return
        entity |= {"offset": tag.offset, "length": self._offset - tag.offset}
        if not self._joins_last(entity):
            self._entities.append(entity)

    def _joins_last(self, entity: Entity) -> bool:
        """`<pre>` and `<code class="language-…">` around one text are one entity."""
        last = self._entities[-1] if self._entities else None
        if last is None or {entity["type"], last["type"]} != {"pre", "code"}:
            return False
        language = last.get("language") or entity.get("language")
        same = (last["offset"], last["length"]) == (entity["offset"], entity["length"])
        if same and language:
            last |= {"type": "pre", "language": language}
        return bool(same and language)


def _joined_surrogates(text: str) -> str:
    """Join surrogate halves that were written as references; raises InvalidHtml for a lone one."""
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise InvalidHtml(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        ) from None


def _without_code_language(entity: Entity) -> Entity:
    if entity["type"] == "code":
        entity.pop("language", None)
    return entity


def _referenced_character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return NAMED.get(name, "")
    digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
    code = int(digits, base) if digits else 0
    long = len(match.group().rstrip(";")) >= _MAX_REFERENCE
    return "" if long or not 0 < code < 0x10FFFF else chr(code)
