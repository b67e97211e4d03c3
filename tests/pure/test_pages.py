"""Telegram takes every page whole; no line is lost, doubled or moved on the way into pages."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.ui.html import escape, plain_text
from bot.telegram.ui.pager import Section, paginate

TELEGRAM_UNITS = 4096
TELEGRAM_ENTITIES = 100
HEAD, FOOT = "HEAD", "FOOT"


def utf16_length(text):
    return len(text.encode("utf-16-le")) // 2


@st.composite
def sections(draw):
    """Sections whose rows are all different, with the formatting that real rows have."""
    made = []
    for number in range(draw(st.integers(0, 4))):
        lengths = st.lists(st.integers(0, 120), max_size=5)
        letter = draw(st.sampled_from("x💎&"))
        rows = [letter * length for length in draw(lengths) * draw(st.sampled_from([1, 9, 24]))]
        made.append(
            Section(
                [f"<b>{HEAD}{number}</b>"],
                [f"<code>{number}:{at}:</code> {escape(row)}" for at, row in enumerate(rows)],
                [f"{FOOT}{number}"],
            )
        )
    return made


def sections_on(page):
    return {int(number) for number in re.findall(rf"<b>{HEAD}(\d)</b>", page)}


def fits(html):
    return (
        utf16_length(plain_text(html)) <= TELEGRAM_UNITS and html.count("</") <= TELEGRAM_ENTITIES
    )


@given(sections())
def test_telegram_takes_every_page_whole_and_no_row_is_lost_doubled_or_moved(made):
    pages = paginate(made)
    for page in pages:
        assert 0 < utf16_length(plain_text(page)) <= TELEGRAM_UNITS
        assert len(re.findall(r"</\w+>", page)) <= TELEGRAM_ENTITIES
    rows = {row for section in made for row in section.rows}
    shown = [line for page in pages for line in page.split("\n") if line in rows]
    assert shown == [row for section in made for row in section.rows]


@given(sections())
def test_a_section_that_fits_on_a_page_is_not_parted(made):
    pages = paginate(made)
    for number, section in enumerate(made):
        on = [page for page in pages if number in sections_on(page)]
        assert on
        if fits(section.html()):
            (page,) = on
            assert section.html() in page


@given(sections())
def test_a_parted_section_has_its_head_and_foot_on_each_page(made):
    for page in paginate(made):
        on = sections_on(page)
        assert {int(number) for number in re.findall(rf"{FOOT}(\d)", page)} == on
        assert page.count(HEAD) == page.count(FOOT) == len(on)


@given(sections())
def test_no_page_could_have_taken_the_section_after_it(made):
    pages = paginate(made)
    for page, following in itertools.pairwise(pages):
        first = following.partition("\n\n")[0]
        assert sections_on(page) & sections_on(following) or not fits(f"{page}\n\n{first}")


def test_letters_beyond_the_first_plane_count_twice():
    rows = [f"<code>{n}</code> {'💎' * 60}" for n in range(40)]
    pages = paginate([Section(["h"], rows, ["f"])])
    assert all(utf16_length(plain_text(page)) <= TELEGRAM_UNITS for page in pages)
    assert len(pages) == 2


def test_a_hundred_and_one_rows_need_two_pages_for_their_formatting():
    rows = [f"<code>{n}</code>" for n in range(101)]
    first, second = paginate([Section([], rows, [])])
    assert first.count("<code>") == 100
    assert second.count("<code>") == 1


@given(st.text(st.characters(exclude_categories=["C"])))
def test_what_a_reader_sees_is_the_text_that_was_escaped(text):
    assert not set("<>") & set(escape(text))
    assert plain_text(f"<b>{escape(text)}</b>") == text
