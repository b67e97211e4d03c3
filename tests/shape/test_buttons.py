"""A word on a button of the balance screen can be no register's name."""

from __future__ import annotations

import re

import pytest

from bot.domain.registers import Register
from bot.telegram.features.balance.callbacks import Action, BalancePress
from bot.telegram.features.balance.keyboard import Offers, balance_keyboard
from bot.translations import load_languages

LANGUAGES = load_languages("en")


def labels(language, **here):
    press = BalancePress(action=Action.LOOK, register_id=1, page=1, **here)
    offers = Offers(
        pages=3,
        empties=14,
        copies=True,
        changes=True,
        totals=True,
        history=1,
        all_registers=True,
        others=(Register(2, "Shop"),),
        failed=frozenset(),
    )
    keyboard = balance_keyboard(press, offers, language)
    return [button.text for row in keyboard.inline_keyboard for button in row]


@pytest.mark.parametrize("language", list(LANGUAGES), ids=lambda language: language.code)
@pytest.mark.parametrize("hide", [True, False])
def test_every_label_is_a_reserved_word_or_a_name_or_turns_a_page(language, hide):
    all_labels = labels(language, hide_empty=hide)
    rest = [label for label in all_labels if not re.fullmatch(r"‹|2/3|›|Shop", label)]
    words = {re.sub(r"^[\WΣ]+|\W*\(\d+\)$", "", label) for label in rest}
    assert len(words) == 7
    assert words <= LANGUAGES.button_words()


MORE = {
    "en": ["📄 Copy", "Σ Total", "📈 History", "± Hide changes"],
    "ru": ["📄 Скопировать", "Σ Итого", "📈 История", "± Скрыть изменения"],
}


@pytest.mark.parametrize(
    ("code", "hide", "words"),
    [
        ("en", True, ["🔄 Refresh", "👁 Show empty (14)"]),
        ("en", False, ["🔄 Refresh", "🙈 Hide empty"]),
        ("ru", True, ["🔄 Обновить", "👁 Показать пустые (14)"]),
        ("ru", False, ["🔄 Обновить", "🙈 Скрыть пустые"]),
    ],
)
def test_the_labels_are_exactly_these(code, hide, words):
    everything = {"en": "📋 All", "ru": "📋 Все"}[code]
    last = ["‹", "2/3", "›", everything, "Shop"]
    assert labels(LANGUAGES.pick(code), hide_empty=hide) == [*words, *MORE[code], *last]
