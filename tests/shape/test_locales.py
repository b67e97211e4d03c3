"""Every sentence of the code is in every catalogue, whole, and in the same terms."""

from __future__ import annotations

import ast
import re
import string

import pytest
from babel.messages.pofile import read_po
from shape.repository import ROOT, modules

CATALOGUES = sorted((ROOT / "locales").glob("*/LC_MESSAGES/messages.po"))
CALLS = {"gettext": 1, "ngettext": 2}


def calls():
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", "")
            if name in CALLS:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[: CALLS[name]]


def sentences():
    """The literals that are translated: one text, or two for singular and plural."""
    found = set()
    for _, arguments in calls():
        texts = tuple(each.value for each in arguments if isinstance(each, ast.Constant))
        if len(texts) == len(arguments):
            found.add(texts if len(texts) > 1 else texts[0])
    return found | button_words()


def button_words():
    """The one list of words that is translated word by word."""
    tree = ast.parse((ROOT / "bot" / "translations.py").read_text(encoding="utf-8"))
    (words,) = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "BUTTON_WORDS"
    ]
    return set(ast.literal_eval(words))


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def tags(text):
    return sorted(re.findall(r"</?\w+>", text))


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def path(request):
    return request.param


@pytest.fixture
def code(path):
    return path.parts[-3]


@pytest.fixture
def catalogue(path, code):
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def messages(catalogue):
    return [message for message in catalogue if message.id]


def test_the_bot_speaks_the_two_languages_of_the_issue():
    assert {"en", "ru"} <= {path.parts[-3] for path in CATALOGUES}
    assert len(sentences()) > 30


def test_no_sentence_is_put_together_before_it_is_translated():
    for where, arguments in calls():
        for argument in arguments:
            assert isinstance(argument, ast.Constant | ast.Name), where


def test_no_placeholder_is_without_a_name():
    for sentence in sentences():
        for text in (sentence,) if isinstance(sentence, str) else sentence:
            assert all(name.isidentifier() for name in placeholders(text)), text


def test_a_catalogue_holds_the_sentences_of_the_code_and_no_others(catalogue):
    assert {message.id for message in messages(catalogue)} == sentences()
    assert not catalogue.obsolete
    assert not any(message.fuzzy for message in messages(catalogue))


def test_every_sentence_is_translated_in_every_form(catalogue, code):
    if code == "en":
        assert not any(filled(message) for message in messages(catalogue))
        return
    for message in messages(catalogue):
        forms = filled(message)
        assert len(forms) == (catalogue.num_plurals if message.pluralizable else 1), message.id


def filled(message):
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return [form for form in forms if form.strip()]


def test_a_translation_has_the_placeholders_tags_and_commands_of_its_sentence(catalogue):
    for message in messages(catalogue):
        texts = message.id if message.pluralizable else (message.id,)
        for form in filled(message):
            assert placeholders(form) == set().union(*map(placeholders, texts)), form
            assert tags(form) == tags(texts[-1]), form
            assert re.findall(r"/[a-z]+", form) == re.findall(r"/[a-z]+", texts[-1]), form


def test_a_catalogue_is_of_the_language_of_its_folder(catalogue, code):
    assert str(catalogue.locale) == code
    assert [
        (error.args, message.id) for message, errors in catalogue.check() for error in errors
    ] == []
