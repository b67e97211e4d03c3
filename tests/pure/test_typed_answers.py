"""What is understood of an answer that an admin typed, and what may be a secret."""

import pytest

from bot.telegram.answers import Answer, is_command, looks_like_secret, may_hold_secret, read
from bot.telegram.dialogues import AskLogin, AskName, AskReplace, AskSecret

SECRET = "test-secret-that-opens-nothing"

UNDERSTOOD = {
    "shop": Answer(word="shop"),
    "  shop\n": Answer(word="shop"),
    f"shop {SECRET}": Answer(login="shop", secret=SECRET),
    f"shop\n{SECRET}": Answer(login="shop", secret=SECRET),
    f"{SECRET} shop": Answer(login="shop", secret=SECRET),
    "Login: shop": Answer(login="shop"),
    "Логин: shop": Answer(login="shop"),
    "login=shop": Answer(login="shop"),
    f"Secret: {SECRET}": Answer(secret=SECRET),
    f"Секрет 1: {SECRET}": Answer(secret=SECRET),
    f"Login: shop Secret: {SECRET}": Answer(login="shop", secret=SECRET),
    f"Secret 1: {SECRET}\nSecret 2: test-salt\nLogin: shop": Answer(login="shop", secret=SECRET),
    "Salt: test-salt": Answer(),
    "Login: two words": Answer(),
    "my login is shop": Answer(),
    "": Answer(),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood(text: str) -> None:
    assert read(text) == UNDERSTOOD[text]


@pytest.mark.parametrize("text", [SECRET, f"shop {SECRET}", f"Secret: {SECRET}"])
def test_no_secret_is_seen_in_what_was_understood(text: str) -> None:
    assert SECRET not in repr(read(text))


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
    assert not may_hold_secret(AskLogin(), one_word)
    assert may_hold_secret(AskLogin(), two_words)
    assert may_hold_secret(AskSecret("shop"), one_word)
    assert may_hold_secret(AskReplace(1), one_word)
    assert not may_hold_secret(AskName(1), two_words)
    for question in (AskLogin(), AskSecret("shop"), AskReplace(1), AskName(1)):
        assert may_hold_secret(question, SECRET)


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
