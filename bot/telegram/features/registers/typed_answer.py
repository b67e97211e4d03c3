"""Reads what an admin typed in answer to a question, and tells what may be a secret; pure."""

import re
from dataclasses import dataclass, field

LONG_TOKEN = 20
"""ASCII characters in a row without a space: a secret has so many, a login or name hardly ever."""

_LABELLED = re.compile(
    r"(?<!\S)(?P<label>login|логин|secret|секрет|salt|соль)\s*(?P<number>[12]?)\s*[:=]\s*"
    r"(?P<value>\S+)",
    re.IGNORECASE,
)
_LOGIN, _SALT = ("login", "логин"), ("salt", "соль")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood; nothing at all where every field is None.

    `word`: one word alone, which is a login or a secret depending on the question.
    """

    word: str | None = field(default=None, repr=False)
    login: str | None = None
    secret: str | None = field(default=None, repr=False)


def read(text: str) -> Answer:
    """A word, two words (login and secret), or what stands behind «Login:» and «Secret:»."""
    if _LABELLED.search(text):
        return _read_labels(text)
    match text.split():
        case [word]:
            return Answer(word=word)
        case [secret, login] if looks_like_secret(secret) and not looks_like_secret(login):
            return Answer(login=login, secret=secret)
        case [login, secret]:
            return Answer(login=login, secret=secret)
        case _:
            return Answer()


def looks_like_secret(text: str) -> bool:
    """Whether it holds a word that is no plausible login or name, or says itself what it is."""
    labelled = any(_kind(found) != "login" for found in _LABELLED.finditer(text))
    return labelled or any(len(word) >= LONG_TOKEN and word.isascii() for word in text.split())


def _read_labels(text: str) -> Answer:
    """The salt is passed over: nobody needs it. Anything else besides makes it unclear."""
    said = {_kind(found): found["value"] for found in _LABELLED.finditer(text)}
    if _LABELLED.sub("", text).strip():
        return Answer()
    return Answer(login=said.get("login"), secret=said.get("secret"))


def _kind(found: re.Match[str]) -> str:
    label = found["label"].lower()
    if label in _LOGIN:
        return "login"
    return "salt" if label in _SALT or found["number"] == "2" else "secret"
