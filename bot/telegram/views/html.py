"""Telegram's HTML: escaping, measuring, and parting text into pages that Telegram takes whole."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape as _escape
from html import unescape

LONGEST_PAGE = 4096 - 64
"""Telegram's limit, in UTF-16 units of the text without its tags, less room for a page number."""

MOST_ENTITIES = 100
"""Telegram drops the formatting beyond this number without a word."""

_TAG = re.compile(r"<[^>]*>")


def escape(text: str) -> str:
    return _escape(text, quote=False)


def visible(html: str) -> str:
    """The text as a reader sees it."""
    return unescape(_TAG.sub("", html))


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together; if they must be parted, head and foot stand on each page."""

    head: Sequence[str]
    rows: Sequence[str]
    foot: Sequence[str]

    def html(self) -> str:
        return "\n".join((*self.head, *self.rows, *self.foot))


@dataclass(slots=True)
class Page:
    """A message's worth of sections, and which of those paged stand on it."""

    html: str
    sections: set[int]


def paginate(sections: Iterable[Section]) -> list[Page]:
    """The sections on as few pages as their order allows; none is parted that fits on one page."""
    pages: list[Page] = []
    for number, section in enumerate(sections):
        for piece in _pieces(section):
            html = piece.html()
            if pages and _fits(joined := f"{pages[-1].html}\n\n{html}"):
                pages[-1].html = joined
                pages[-1].sections.add(number)
            else:
                pages.append(Page(html, {number}))
    return pages


def _pieces(section: Section) -> Iterator[Section]:
    if _fits(section.html()):
        yield section
        return
    rows: list[str] = []
    for row in section.rows:
        if rows and not _fits(Section(section.head, [*rows, row], section.foot).html()):
            yield Section(section.head, rows, section.foot)
            rows = []
        rows.append(row)
    yield Section(section.head, rows, section.foot)


def _fits(html: str) -> bool:
    if html.count("</") > MOST_ENTITIES:
        return False
    # No letter is more than two units: most texts need not be measured.
    return 2 * len(html) <= LONGEST_PAGE or _units(visible(html)) <= LONGEST_PAGE


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
