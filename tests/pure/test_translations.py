"""Languages: who gets which one, and what a new one needs."""

from __future__ import annotations

import pytest

from bot.translations import UnknownLanguage, load_languages

GERMAN = r"""
msgid ""
msgstr ""
"Language: de\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Refresh"
msgstr "Aktualisieren"

msgid "Hide empty"
msgstr "Leere ausblenden"

msgid "Show empty ({count})"
msgstr "Leere zeigen ({count})"
"""


@pytest.fixture(scope="module")
def languages():
    return load_languages("en")


@pytest.mark.parametrize(
    ("codes", "picked"),
    [
        (("ru",), "ru"),
        (("en",), "en"),
        (("ru-RU",), "ru"),
        (("RU",), "ru"),
        (("pt-br",), "en"),
        ((None,), "en"),
        (("",), "en"),
        ((), "en"),
        ((None, "ru"), "ru"),
        (("en", "ru"), "en"),
        (("xx", "ru"), "ru"),
        (("-",), "en"),
    ],
)
def test_the_first_code_with_a_catalogue_is_picked(languages, codes, picked):
    assert languages.pick(*codes).code == picked


def test_the_default_is_for_those_without_a_catalogue():
    assert load_languages("ru").pick("fr").code == "ru"


def test_a_default_without_a_catalogue_says_which_there_are():
    with pytest.raises(UnknownLanguage, match="“xx”; its languages are: en, ru"):
        load_languages("xx")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Все балансы пусты: 1."),
        (2, "Все 2 баланса пусты."),
        (5, "Все 5 балансов пусты."),
        (11, "Все 11 балансов пусты."),
        (14, "Все 14 балансов пусты."),
        (21, "Все балансы пусты: 21."),
        (22, "Все 22 баланса пусты."),
        (111, "Все 111 балансов пусты."),
    ],
)
def test_russian_counts_as_russians_do(languages, count, words):
    said = languages.pick("ru").ngettext(
        "The only balance is empty.", "All {count} balances are empty.", count
    )
    assert said.format(count=count) == words


def test_english_needs_no_translation(languages):
    english = languages.pick("en")
    assert english.gettext("Refresh") == "Refresh"
    words = english.ngettext("The only balance is empty.", "All {count} balances are empty.", 2)
    assert words == "All {count} balances are empty."


def test_languages_are_called_as_their_speakers_do(languages):
    assert {language.own_name for language in languages} == {"English", "Русский"}


def test_a_third_language_needs_nothing_but_its_file(tmp_path):
    for code, text in (("en", 'msgid ""\nmsgstr ""\n'), ("de", GERMAN)):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").write_text(text, encoding="utf-8")
    languages = load_languages("en", tmp_path)
    german = languages.pick("de-AT")
    assert german.gettext("Refresh") == "Aktualisieren"
    assert german.own_name == "Deutsch"
    assert german.gettext("All") == "All"
    assert {"Leere zeigen", "Leere ausblenden", "All"} <= languages.button_words()


def test_the_words_on_buttons_are_known_in_every_language(languages):
    assert languages.button_words() == {
        *("Refresh", "Hide empty", "Show empty", "Copy", "Hide changes", "Total", "History", "All"),
        "Choose a register",
        *(
            "Обновить",
            "Скрыть пустые",
            "Показать пустые",
            "Скопировать",
            "Скрыть изменения",
            "Итого",
            "История",
            "Все",
        ),
        "Выбрать кассу",
    }
