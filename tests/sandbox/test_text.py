"""What Telegram does to a text before anybody sees it."""

from __future__ import annotations

import pytest

from sandbox.telegram.html_mode import parse_html
from sandbox.telegram.text import fixed, units


def kept(source):
    return fixed(*parse_html(source)).html


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("  \n a \n ", "a"),
        ("  <code>  a </code>  ", "<code>  a</code>"),
        ("a\tb\rc\u2028d\u202ee", "a bcde"),
        ("1\u202f234", "1\u202f234"),
        ("\u200b \u2800", ""),
        ("<b><b>a</b>b</b>", "<b>ab</b>"),
        ("<b>a</b><b>b</b>", "<b>ab</b>"),
        ("<code><b>a</b></code>", "<code>a</code>"),
        ("<b>a <code>b</code> c</b>", "<b>a </b><code>b</code><b> c</b>"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "<blockquote>ab</blockquote>"),
        ("<pre>a<blockquote>b</blockquote></pre>", "a<blockquote>b</blockquote>"),
        ("<i>a<b>b</b></i>", "<i>a<b>b</b></i>"),
        ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
    ],
)
def test_a_text_is_cleaned_trimmed_and_its_formatting_put_in_order(source, result):
    assert kept(source) == result


def test_links_mentions_and_commands_are_found():
    found = fixed("🏟 /balance@a_bot https://x.org/a?b @anna_b a/b").entities
    assert [(e["type"], e["offset"], e["length"]) for e in found] == [
        ("bot_command", 3, 14),
        ("url", 18, 17),
        ("mention", 36, 7),
    ]


def test_nothing_is_found_inside_code():
    [entity] = fixed(*parse_html("<code>/balance</code>")).entities
    assert entity["type"] == "code"


def test_the_hundred_and_first_entity_is_dropped_in_silence():
    many = fixed(*parse_html("<code>a</code> " * 101))
    assert len(many.entities) == 100
    assert many.html.endswith("<code>a</code> a")


def test_formatting_yields_to_code_when_there_is_too_much_of_both():
    many = fixed(*parse_html("<b>a</b>" + " <code>a</code>" * 100))
    assert {e["type"] for e in many.entities} == {"code"}


def test_length_counts_utf16_units():
    assert units("a🏟") == 3
