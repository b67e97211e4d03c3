"""Text with entities as Telegram keeps it: cleaned, trimmed, cut; it parses no markup itself.

The rules are those of TDLib's `fix_formatted_text` (td/telegram/MessageEntity.cpp). Offsets and
lengths count UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from sandbox.telegram.refusals import bad

Entity = dict[str, Any]

MAX_ENTITIES = 100
SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = ("blockquote", "expandable_blockquote")
MONOSPACED = ("pre", "code")
# Found in the text by Telegram itself, never sent by a bot.
FOUND = {
    "bot_command": re.compile(r"(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?(?![\w/<>])", re.ASCII),
    "mention": re.compile(r"(?<![\w@])@[a-z]\w{2,31}(?![\w@])", re.ASCII | re.IGNORECASE),
    "url": re.compile(r"https?://[\w.-]+\.\w{2,}(?::\d+)?(?:/[^\s<>\"]*)?"),
}
# Line and direction marks and combining lines vanish; other controls become spaces.
_CLEANED: dict[int, str | None] = {
    **{code: " " for code in range(32) if chr(code) not in "\n\r"},
    **dict.fromkeys([0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A]),
}
_INVISIBLE = re.compile(
    r"[\s\u00a0\u200b-\u200f\u202e\u202f\u2060\u2800\u3000\ufeff\ufffc\u1680\u180e]*"
)


@dataclass(frozen=True)
class FormattedText:
    text: str
    entities: tuple[Entity, ...] = ()

    @property
    def html(self) -> str:
        """The text with its formatting as Bot API HTML, one spelling for each formatting."""
        return to_html(self.text, self.entities)


def units(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def fixed(text: str, entities: Iterable[Entity] = ()) -> FormattedText:
    """What Telegram makes of a text and the entities a sender gave it; the text may be empty."""
    check_encoding(text)
    text, given = _clean(text, [dict(entity) for entity in entities])
    text, given = _trim(text, _nested(given))
    if _INVISIBLE.fullmatch(text):
        return FormattedText("")
    kept = _limited(given)
    return FormattedText(text, tuple(_sorted(kept + _found(text, kept))))


def check_encoding(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None


def _sorted(entities: Iterable[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    moved, clean = [0], []
    for char in text:
        kept = char.translate(_CLEANED)
        clean.append(kept)
        moved += [moved[-1] + units(kept)] * units(char)
    for entity in entities:
        start, end = entity["offset"], _end(entity)
        if start < 0 or end >= len(moved):
            raise bad(f"entity beginning at UTF-16 offset {start} ends after the end of the text")
        entity |= {"offset": moved[start], "length": moved[end] - moved[start]}
    return "".join(clean), entities


def _nested(entities: list[Entity]) -> list[Entity]:
    """Only what Telegram keeps: quotes not in quotes, links and code not in each other, no
    formatting in code, and one entity where two of the same kind meet."""
    alive = _sorted(entity for entity in entities if entity["length"] > 0)
    quotes = _apart([e for e in alive if e["type"] in QUOTES])
    solid = _apart([e for e in alive if e["type"] not in (*QUOTES, *SPLITTABLE)])
    solid = [e for e in solid if not any(_crosses(e, quote) for quote in quotes)]
    code = [e for e in solid if e["type"] in MONOSPACED]
    soft = [e for e in alive if e["type"] in SPLITTABLE]
    return _sorted(quotes + solid + _merged(piece for e in soft for piece in _without(e, code)))


def _apart(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def _crosses(entity: Entity, quote: Entity) -> bool:
    meets = entity["offset"] < _end(quote) and quote["offset"] < _end(entity)
    inside = quote["offset"] <= entity["offset"] and _end(entity) <= _end(quote)
    return meets and not inside


def _without(entity: Entity, holes: list[Entity]) -> list[Entity]:
    pieces, start = [], entity["offset"]
    for hole in [hole for hole in holes if hole["offset"] < _end(entity) and _end(hole) > start]:
        pieces.append(entity | {"offset": start, "length": hole["offset"] - start})
        start = _end(hole)
    pieces.append(entity | {"offset": start, "length": _end(entity) - start})
    return [piece for piece in pieces if piece["length"] > 0]


def _merged(entities: Iterable[Entity]) -> list[Entity]:
    last: dict[str, Entity] = {}
    result: list[Entity] = []
    for entity in _sorted(entities):
        before = last.get(entity["type"])
        if before is not None and entity["offset"] <= _end(before):
            before["length"] = max(_end(before), _end(entity)) - before["offset"]
        else:
            last[entity["type"]] = entity
            result.append(entity)
    return result


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    # The right end is cut through entities; the left only as far as the first of them.
    text = text.rstrip(" \n")
    end = units(text)
    for entity in entities:
        entity["length"] = min(_end(entity), end) - entity["offset"]
    alive = [entity for entity in entities if entity["length"] > 0]
    blank = len(text) - len(text.lstrip(" \n"))
    cut = min(blank, alive[0]["offset"]) if alive else blank
    for entity in alive:
        entity["offset"] -= cut
    return text[cut:], alive


def _limited(entities: list[Entity]) -> list[Entity]:
    # Telegram counts links and code first, then bold and the like; the rest it drops in silence.
    ranked = sorted(entities, key=lambda entity: entity["type"] in SPLITTABLE)
    return ranked[:MAX_ENTITIES]


def _found(text: str, kept: list[Entity]) -> list[Entity]:
    taken = [entity for entity in kept if entity["type"] not in (*SPLITTABLE, *QUOTES)]
    result: list[Entity] = []
    for kind, pattern in FOUND.items():
        for match in pattern.finditer(text):
            entity = {
                "type": kind,
                "offset": units(text[: match.start()]),
                "length": units(match.group()),
            }
            if not any(_overlap(entity, other) for other in taken + result):
                result.append(entity)
    return result


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < _end(other) and other["offset"] < _end(one))


def cut_units(text: str, start: int, end: int) -> str:
    """The part of `text` from one UTF-16 offset to another."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


TAGS: dict[str, str] = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "text_link": "a",
    "text_mention": "a",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "custom_emoji": "tg-emoji",
    "date_time": "tg-time",
}


def _attributes(entity: Entity) -> str:
    named: dict[str, Any] = {
        "emoji-id": entity.get("custom_emoji_id"),
        "href": entity.get("url"),
        "unix": entity.get("unix_time"),
        "format": entity.get("date_time_format"),
    }
    if "user" in entity:
        named["href"] = f"tg://user?id={entity['user']['id']}"
    written = [f' {name}="{escape(str(value))}"' for name, value in named.items() if value]
    return "".join(written) + (" expandable" if entity["type"].startswith("expandable") else "")


def to_html(text: str, entities: Iterable[Entity]) -> str:
    marks = [entity for entity in _sorted(entities) if entity["type"] in TAGS]
    pieces: list[str] = []
    open_marks: list[Entity] = []
    at = 0

    def write_to(end: int) -> None:
        nonlocal at
        pieces.append(escape(cut_units(text, at, end), quote=False))
        at = end

    for mark in [*marks, {"type": "", "offset": units(text), "length": 0}]:
        while open_marks and _end(open_marks[-1]) <= mark["offset"]:
            closed = open_marks.pop()
            write_to(_end(closed))
            pieces.append(f"</{TAGS[closed['type']]}>")
        write_to(mark["offset"])
        if mark["type"]:
            open_marks.append(mark)
            pieces.append(f"<{TAGS[mark['type']]}{_attributes(mark)}>")
    return "".join(pieces)
