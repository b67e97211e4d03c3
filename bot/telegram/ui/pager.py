"""Lists of any length on pages that Telegram takes whole; pure: it fetches and remembers nothing.

`part` and `listing` are for lists whose items have a line, a button or both; `paginate` is for
text of which nothing may be cut.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.html import escape, units, visible
from bot.telegram.ui.keyboards import Row, Rows, in_rows, keyboard, page_row
from bot.telegram.ui.screen import Screen

MAX_UNITS = 4096
"""Telegram's limit, in UTF-16 units of the text without its tags."""

MAX_ENTITIES = 100
"""Telegram drops the formatting beyond this number without a word."""

LINES, BUTTONS, BOTH = 24, 12, 8
"""How many items make a page, when each has a line, a button or both: about a phone's screen."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The items on one page of a list; `number` counts from 0 and is below `pages`, at least 1."""

    items: Sequence[T]
    number: int
    pages: int

    def paging(self, to: Callable[[int], CallbackData]) -> Row:
        """The row `‹ 2/3 ›`; `to`: the press that leads to the page of a number."""
        return page_row(self.number, self.pages, to)


def part(items: Sequence[T], number: int, size: int) -> Part[T]:
    """The items of a page of so many; one that is not there becomes the nearest one that is."""
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 0), pages - 1)
    return Part(items[number * size : (number + 1) * size], number, pages)


def listing(
    above: Sequence[str],
    lines: Sequence[str],
    *,
    buttons: Row = (),
    paging: Row = (),
    rows: Rows = (),
    apart: str = "\n",
) -> Screen:
    """One page of a list: what stands above, its lines, its buttons, and below them other rows."""
    return Screen(fitted(above, lines, apart), keyboard([*in_rows(buttons), paging, *rows]))


def fitted(above: Sequence[str], lines: Sequence[str], apart: str = "\n") -> str:
    """The text. If it is too long, each line that takes more than its share is cut, and plain."""
    text = apart.join([*above, *lines])
    if not lines or _fits(text):
        return text
    frame = apart.join([*above, ""])
    most = (MAX_UNITS - units(visible(frame))) // len(lines) - len(apart)
    entities = (MAX_ENTITIES - frame.count("</")) // len(lines)
    return apart.join([*above, *(_within(line, most, entities) for line in lines)])


def _within(line: str, most: int, entities: int) -> str:
    text = visible(line)
    if units(text) > most:
        return escape(text.encode("utf-16-le")[: 2 * most - 2].decode("utf-16-le", "ignore") + "…")
    return line if line.count("</") <= entities else escape(text)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together; if they must be parted, head and foot stand on each page."""

    head: Sequence[str]
    rows: Sequence[str]
    foot: Sequence[str]

    def html(self) -> str:
        return "\n".join((*self.head, *self.rows, *self.foot))


def paginate(sections: Iterable[Section], below: str = "") -> list[str]:
    """The sections on as few pages as their order allows; none is split that fits on one page.

    `below`: the last paragraph of every page.
    """
    pages: list[str] = []
    end = f"\n\n{below}" if below else ""
    for section in sections:
        for piece in _pieces(section, end):
            html = piece.html()
            joined = f"{pages[-1]}\n\n{html}" if pages else html
            if pages and _fits(joined + end):
                pages[-1] = joined
            else:
                pages.append(html)
    return [page + end for page in pages]


def _pieces(section: Section, end: str) -> Iterator[Section]:
    if _fits(section.html() + end):
        yield section
        return
    rows: list[str] = []
    for row in section.rows:
        if rows and not _fits(Section(section.head, [*rows, row], section.foot).html() + end):
            yield Section(section.head, rows, section.foot)
            rows = []
        rows.append(row)
    yield Section(section.head, rows, section.foot)


def _fits(html: str) -> bool:
    if html.count("</") > MAX_ENTITIES:
        return False
    # No letter is more than two units: most texts need not be measured.
    return 2 * len(html) <= MAX_UNITS or units(visible(html)) <= MAX_UNITS
