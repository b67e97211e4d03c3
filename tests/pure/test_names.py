"""A name shows all that is in it: joined emoji are seen, what hides or turns letters is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.visible_names import JOINER, is_visible, replace_hidden

COOK = "👨\u200d🍳"
SEEN = (
    "Shop",
    "Касса №1",
    f"{COOK} Кухня",
    "🧑🏽\u200d🚀",
    "❤️\u200d🔥",
    "👩\u200d❤️\u200d👨",
    "🏳️\u200d🌈",
    "🙂\u200d↔️",
    "",
)
HIDDEN = (
    "Sh\u200bop",
    "Sh\u200dop",
    "\u200d",
    f"{JOINER}🍳",
    f"👨{JOINER}",
    f"👨{JOINER}{JOINER}🍳",
    f"👨{JOINER}x",
    f"x{JOINER}🍳",
    "Shop\u202e",
    "\u2066Shop\u2069",
    "Sh\nop",
    "Sh\x00op",
    "\ufeffShop",
    "Shop\u00a0",
)


@pytest.mark.parametrize("name", SEEN)
def test_what_is_seen_whole_is_visible(name):
    assert is_visible(name)
    assert replace_hidden(name, "�") == name


@pytest.mark.parametrize("name", HIDDEN)
def test_what_hides_something_is_not_and_is_shown_without_it(name):
    assert not is_visible(name)
    assert replace_hidden(name, "").isprintable()


@given(st.text())
def test_what_is_printable_is_visible_and_only_joiners_are_added(name):
    assert not name.isprintable() or is_visible(name)
    assert not is_visible(name) or name.replace(JOINER, "").isprintable()
