"""What is understood of an answer that an admin typed, and what may be a secret."""

import pytest

from bot.telegram.features.registers.questions import (
    LoginQuestion,
    NameQuestion,
    ReplaceSecretQuestion,
    SecretQuestion,
)
from bot.telegram.features.registers.typed_answer import (
    TypedAnswer,
    looks_like_secret,
    parse_answer,
)
from bot.telegram.ui.incoming_text import is_command

SECRET = "test-secret-that-opens-nothing"

UNDERSTOOD = {
    "shop": TypedAnswer(word="shop"),
    "  shop\n": TypedAnswer(word="shop"),
    f"shop {SECRET}": TypedAnswer(login="shop", secret=SECRET),
    f"shop\n{SECRET}": TypedAnswer(login="shop", secret=SECRET),
    f"{SECRET} shop": TypedAnswer(login="shop", secret=SECRET),
    "Login: shop": TypedAnswer(login="shop"),
    "Логин: shop": TypedAnswer(login="shop"),
    "login=shop": TypedAnswer(login="shop"),
    f"Secret: {SECRET}": TypedAnswer(secret=SECRET),
    f"Секрет 1: {SECRET}": TypedAnswer(secret=SECRET),
    f"Login: shop Secret: {SECRET}": TypedAnswer(login="shop", secret=SECRET),
    f"Secret 1: {SECRET}\nSecret 2: test-salt\nLogin: shop": TypedAnswer(
        login="shop", secret=SECRET
    ),
    "Salt: test-salt": TypedAnswer(),
    "Login: two words": TypedAnswer(),
    "my login is shop": TypedAnswer(),
    "": TypedAnswer(),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood(text: str) -> None:
    assert parse_answer(text) == UNDERSTOOD[text]


@pytest.mark.parametrize("text", [SECRET, f"shop {SECRET}", f"Secret: {SECRET}"])
def test_no_secret_is_seen_in_what_was_understood(text: str) -> None:
    assert SECRET not in repr(parse_answer(text))


def test_what_looks_like_a_secret() -> None:
    assert looks_like_secret(SECRET)
    assert looks_like_secret("x" * 20)
    assert looks_like_secret(f"it is {SECRET}")
    assert looks_like_secret("secret: short")
    assert looks_like_secret("salt: short")
    for name in ("x" * 19, "My shop on the corner", "Криптообменниккрасноярск", "Login: shop"):
        assert not looks_like_secret(name)


def test_what_is_deleted_depends_on_the_question() -> None:
    one_word, two_words = "shop", "My shop"
    assert not LoginQuestion().may_hold_secret(one_word)
    assert LoginQuestion().may_hold_secret(two_words)
    assert SecretQuestion("shop").may_hold_secret(one_word)
    assert ReplaceSecretQuestion(1).may_hold_secret(one_word)
    assert not NameQuestion(1).may_hold_secret(two_words)
    for question in (
        LoginQuestion(),
        SecretQuestion("shop"),
        ReplaceSecretQuestion(1),
        NameQuestion(1),
    ):
        assert question.may_hold_secret(SECRET)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", True),
        ("/balance My shop", True),
        ("/help@some_bot", True),
        ("shop", False),
        ("/AbC+dEf/gHi=", False),
        ("/" + "a" * 40, False),
        ("/", False),
    ],
)
def test_a_secret_that_begins_with_a_slash_is_no_command(text: str, expected: bool) -> None:
    assert is_command(text) == expected
