"""The sandbox's HTML mode against TDLib's own examples, in TDLib's own words."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.telegram.html_mode import parse_html
from sandbox.telegram.html_tags import InvalidHtml
from sandbox.telegram.text import cut_units, fixed, units

UNICODE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i aba  =  190azAz-.,", "Unexpected end of name token at byte offset 24"),
        ('🏟 🏟&lt;<i aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        (
            "🏟 🏟&lt;<i>a</em   >",
            'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"',
        ),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="1" format="rr">y</tg-time>', "Invalid date format used"),
        (
            "&#57311;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_broken_html_is_refused_in_the_words_of_the_real_server(source, reason):
    with pytest.raises(InvalidHtml) as refused:
        parse_html(source)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("&ge;&lt;&gt;&amp;&quot;&laquo;&#12345678;", '&ge;<>&"&laquo;&#12345678;', []),
        ("&#33;&#x21; &lt", "!! <", []),
        ("<b>a</b><STRONG>b</>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("🏟 🏟<i>🏟 &lt🏟</i>", "🏟 🏟🏟 <🏟", [("italic", 5, 6)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s> <del>b</del>", "a b", [("strikethrough", 0, 1), ("strikethrough", 2, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<a>nothing</a>", "nothing", []),
    ],
)
def test_html_is_read_into_text_and_entities(source, text, entities):
    parsed, found = parse_html(source)
    assert parsed == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


@pytest.mark.parametrize(
    ("source", "details"),
    [
        ("<a href=telegram.org>x</a>", {"type": "text_link", "url": "http://telegram.org/"}),
        ("<a href='https://a.b/?q=&lt;'>x</a>", {"type": "text_link", "url": "https://a.b/?q=<"}),
        ('<pre><code class="language-py">x</code></pre>', {"type": "pre", "language": "py"}),
        ('<code class="language-py">x</code>', {"type": "code"}),
        (
            '<tg-time unix="1700000000" format="r">x</tg-time>',
            {"type": "date_time", "unix_time": 1700000000, "date_time_format": "r"},
        ),
        ('<tg-time unix="1700000000">x</tg-time>', {"type": "date_time", "unix_time": 1700000000}),
        (
            '<tg-emoji emoji-id="123">x</tg-emoji>',
            {"type": "custom_emoji", "custom_emoji_id": "123"},
        ),
        (
            '<a href="tg://user?id=42">x</a>',
            {"type": "text_mention", "user": {"id": 42, "is_bot": False, "first_name": "x"}},
        ),
    ],
)
def test_an_entity_carries_what_its_tag_says(source, details):
    [entity] = parse_html(source)[1]
    assert entity == details | {"offset": 0, "length": 1}


def test_a_time_without_a_moment_is_only_text():
    assert parse_html("<tg-time>x</tg-time>") == ("x", [])


@given(UNICODE)
def test_escaped_text_comes_out_as_it_went_in(text):
    assert parse_html(html.escape(text)) == (text, [])


@given(UNICODE, UNICODE.filter(bool), UNICODE)
def test_an_entity_stands_at_its_utf16_units(before, inner, after):
    source = f"{html.escape(before)}<b>{html.escape(inner)}</b>{html.escape(after)}"
    text, [bold] = parse_html(source)
    assert text == before + inner + after
    assert bold["length"] == units(inner)
    assert cut_units(text, bold["offset"], bold["offset"] + bold["length"]) == inner


@given(st.text("<>/&;=\"' abi#x1tg-me", max_size=40))
def test_any_text_is_read_or_refused(source):
    try:
        text, entities = parse_html(source)
    except InvalidHtml:
        return
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(text) for e in entities)


@given(UNICODE, UNICODE)
def test_what_was_kept_reads_the_same_as_html_again(one, other):
    kept = fixed(*parse_html(f"{html.escape(one)}<b>{html.escape(other)}</b>"))
    again = fixed(*parse_html(kept.html))
    assert again == kept
