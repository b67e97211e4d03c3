"""Parses what an admin typed in answer to a question, and tells what may be a secret; pure."""

import re
from dataclasses import dataclass, field

MIN_SECRET_LENGTH = 20
"""ASCII characters without a space: a secret has at least so many, a login or name hardly ever."""

_LABELLED = re.compile(
    r"(?<!\S)(?P<label>login|логин|secret|секрет|salt|соль)\s*(?P<number>[12]?)\s*[:=]\s*"
    r"(?P<value>\S+)",
    re.IGNORECASE,
)
_LOGIN, _SALT = ("login", "логин"), ("salt", "соль")


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What was understood: nothing if every field is None.

    `word`: one word alone, which is a login or a secret depending on the question.
    """

    word: str | None = field(default=None, repr=False)
    login: str | None = None
    secret: str | None = field(default=None, repr=False)


def parse_answer(text: str) -> TypedAnswer:
    """A word, two words (login and secret), or what stands behind «Login:» and «Secret:»."""
    if _LABELLED.search(text):
        return _read_labels(text)
    match text.split():
        case [word]:
            return TypedAnswer(word=word)
        case [secret, login] if looks_like_secret(secret) and not looks_like_secret(login):
            return TypedAnswer(login=login, secret=secret)
        case [login, secret]:
            return TypedAnswer(login=login, secret=secret)
        case _:
            return TypedAnswer()


def looks_like_secret(text: str) -> bool:
    """Whether it has a word that can hardly be a login or name, or a label that says what it is."""
    labelled = any(_kind(found) != "login" for found in _LABELLED.finditer(text))
    return labelled or any(
        len(word) >= MIN_SECRET_LENGTH and word.isascii() for word in text.split()
    )


def _read_labels(text: str) -> TypedAnswer:
    """The salt is ignored: nobody needs it. With anything else besides, nothing is understood."""
    values = {_kind(found): found["value"] for found in _LABELLED.finditer(text)}
    if _LABELLED.sub("", text).strip():
        return TypedAnswer()
    return TypedAnswer(login=values.get("login"), secret=values.get("secret"))


def _kind(found: re.Match[str]) -> str:
    label = found["label"].lower()
    if label in _LOGIN:
        return "login"
    return "salt" if label in _SALT or found["number"] == "2" else "secret"
