"""The screen of past balances says the moment on every page and fits into Telegram's limits."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.changes import PastReading
from bot.domain.readings import Balance, Reading
from bot.domain.registers import Register
from bot.services.viewers import Viewer
from bot.telegram.features.balance.past_callbacks import PastPress
from bot.telegram.features.balance.past_request import parse_request
from bot.telegram.features.balance.past_view import PastBalances, past_screen
from bot.telegram.ui.html import plain_text, utf16_length
from bot.telegram.ui.pager import MAX_ENTITIES, MAX_TEXT_LENGTH
from bot.translations import load_languages

LANGUAGES = load_languages("en")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def held(register_id, rows, is_known=True):
    balances = tuple(
        Balance(f"K{n}", f"Method {n} <&>", Decimal(n % 3), "USDT", 6) for n in range(rows)
    )
    known = PastReading(NOON, Reading(NOON, balances), is_known)
    return PastBalances(Register(register_id, f"<Shop> {register_id}"), known)


def press(**others):
    return PastPress(**{"at": 1_795_348_800, "register_id": 0, "hide_empty": False} | others)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("found", [[held(1, 300)], [held(n, 9, n % 2) for n in range(1, 60)]])
def test_every_page_says_the_moment_and_fits(language, found):
    t = LANGUAGES.pick(language)
    here = press(day_month=True)
    first = past_screen(found, here, t)
    assert first.keyboard
    labels = [b.text for row in first.keyboard.inline_keyboard for b in row]
    pages = next(int(label[2:]) for label in labels if label.startswith("1/"))
    assert pages > 3
    head = first.text.partition("\n\n")[0]
    assert head.count("\n") == 1
    for page in range(pages):
        screen = past_screen(found, here.model_copy(update={"page": page}), t)
        assert screen.text.startswith(f"{head}\n\n💎 <b>&lt;Shop&gt; ")
        assert utf16_length(plain_text(screen.text)) <= MAX_TEXT_LENGTH
        assert screen.text.count("</") <= MAX_ENTITIES
    beyond = past_screen(found, here.model_copy(update={"page": 99_999}), t)
    assert beyond.text == past_screen(found, here.model_copy(update={"page": pages - 1}), t).text


def test_the_longest_press_fits_into_a_button_and_comes_back():
    longest = press(at=10**11, register_id=-(2**53), page=99_999, toggles=True, day_month=True)
    assert len(longest.pack()) <= 64
    assert PastPress.unpack(longest.pack()) == longest
    assert longest.moment.year > 3000


NAMES = st.lists(st.text("Shop 1.", min_size=1, max_size=8).map(str.strip).filter(bool), max_size=5)


@given(NAMES, st.sampled_from(["", " 01.02.2020", " 1d", " 31.02", " soon"]))
def test_a_register_is_always_found_by_its_name(names, rest):
    registers = tuple(Register(number, name) for number, name in enumerate(names, 1))
    viewer = Viewer(1, True, False, registers, None, True)
    for register in registers:
        asked = parse_request(f"{register.name}{rest}", viewer, NOON, UTC)
        whole = viewer.register_named(f"{register.name}{rest}")
        if whole or rest in ("", " soon"):
            continue
        assert asked
        assert asked.register
        assert len(asked.register.name) >= len(register.name)
