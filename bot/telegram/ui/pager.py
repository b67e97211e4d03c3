"""Splits lists of any length into pages that Telegram accepts; pure.

`page_of` and `list_screen` are for lists whose items have a line, a button or both; `paginate` is
for text that must not be truncated.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.html import escape, plain_text, utf16_length
from bot.telegram.ui.keyboards import Row, Rows, in_rows, keyboard, page_row
from bot.telegram.ui.screen import Screen

MAX_TEXT_LENGTH = 4096
"""Telegram's limit, in UTF-16 code units of the text without its tags."""

MAX_CAPTION_LENGTH = 1024
"""Likewise of what stands below a picture or a file."""

MAX_ENTITIES = 100
"""Telegram silently drops the formatting beyond this number."""

LINES_PER_PAGE, BUTTONS_PER_PAGE, ITEMS_PER_PAGE = 24, 12, 8
"""The page sizes for items that have a line, a button or both: about one phone screen."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The items on one page of a list; `number` counts from 0 and is below `pages`, at least 1."""

    items: Sequence[T]
    number: int
    pages: int

    def paging(self, to: Callable[[int], CallbackData]) -> Row:
        """The row `‹ 2/3 ›`; `to`: makes the press for the page with a number."""
        return page_row(self.number, self.pages, to)


def page_of(items: Sequence[T], number: int, size: int) -> Page[T]:
    """A page of at most `size` items; if there is no such page, the nearest one."""
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 0), pages - 1)
    return Page(items[number * size : (number + 1) * size], number, pages)


def list_screen(
    header: Sequence[str],
    lines: Sequence[str],
    *,
    buttons: Row = (),
    paging: Row = (),
    rows: Rows = (),
    separator: str = "\n",
) -> Screen:
    """One page of a list: header, lines, the items' buttons, the paging row, and other rows."""
    return Screen(fit_lines(header, lines, separator), keyboard([*in_rows(buttons), paging, *rows]))


def fit_lines(
    header: Sequence[str],
    lines: Sequence[str],
    separator: str = "\n",
    limit: int = MAX_TEXT_LENGTH,
) -> str:
    """The text of a list. If it is too long, lines above their share are truncated, unformatted."""
    text = separator.join([*header, *lines])
    if not lines or fits(text, limit):
        return text
    above = separator.join([*header, ""])
    room = limit - utf16_length(plain_text(above))
    length = room // len(lines) - len(separator)
    entities = (MAX_ENTITIES - above.count("</")) // len(lines)
    return separator.join([*header, *(_truncate(line, length, entities) for line in lines)])


def _truncate(line: str, length: int, entities: int) -> str:
    text = plain_text(line)
    if utf16_length(text) > length:
        kept = text.encode("utf-16-le")[: 2 * length - 2].decode("utf-16-le", "ignore")
        return escape(kept + "…")
    return line if line.count("</") <= entities else escape(text)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together; if they must be split, each page repeats head and foot."""

    head: Sequence[str]
    rows: Sequence[str]
    foot: Sequence[str]

    def html(self) -> str:
        return "\n".join((*self.head, *self.rows, *self.foot))


def paginate(sections: Iterable[Section], below: str = "", *, above: str = "") -> list[str]:
    """The sections on as few pages as their order allows; only what fits on no page is split.

    `above`, `below`: the first and the last paragraph of every page.
    """
    pages: list[str] = []
    begin, end = f"{above}\n\n" if above else "", f"\n\n{below}" if below else ""
    for section in sections:
        for piece in _split(section, begin + end):
            html = piece.html()
            joined = f"{pages[-1]}\n\n{html}" if pages else html
            if pages and fits(begin + joined + end):
                pages[-1] = joined
            else:
                pages.append(html)
    return [begin + page + end for page in pages]


def _split(section: Section, around: str) -> Iterator[Section]:
    if fits(section.html() + around):
        yield section
        return
    rows: list[str] = []
    for row in section.rows:
        if rows and not fits(Section(section.head, [*rows, row], section.foot).html() + around):
            yield Section(section.head, rows, section.foot)
            rows = []
        rows.append(row)
    yield Section(section.head, rows, section.foot)


def fits(html: str, limit: int = MAX_TEXT_LENGTH) -> bool:
    """Whether Telegram takes all of it, with its formatting."""
    if html.count("</") > MAX_ENTITIES:
        return False
    # No character is longer than two code units: most texts need not be measured.
    return 2 * len(html) <= limit or utf16_length(plain_text(html)) <= limit
