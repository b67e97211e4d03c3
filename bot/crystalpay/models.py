"""From an answer's status and bytes to values or to our own errors; pure.

docs/crystalpay.md has the facts about the API that these functions rely on.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, NoReturn

from bot.crystalpay.errors import Refused, Unreachable, Unreadable
from bot.domain.amounts import parse_amount
from bot.domain.readings import Balance

MAX_DIGITS = 30
"""An `amount_accuracy` above this is an error; no currency has more than 18."""

MAX_LABEL_LENGTH = 64

MAX_ROWS = 1000
"""Balances of one register; 22 to 32 have been seen."""

MAX_VALUES = 20_000
"""Values in one answer, several times as many as a thousand rows have. A megabyte has room for half
a million, and parsing those would block all chats for a tenth of a second."""

MAX_WORDS = 5
"""Error messages of an answer that are kept; the API sends one for each wrong field."""

MAX_ERRORS = 50
"""Error messages of an answer that are examined."""


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """What CrystalPAY knows about a register. `name`: the one on CrystalPAY's site."""

    id: int
    name: str


def read_answer(status: int, body: bytes) -> dict[str, Any]:
    """The fields of a successful answer.

    The HTTP status counts before the body: a 5xx with a JSON error in it is not a refusal. The
    content type is ignored, because JSON has been sent as text/html.
    Raises Unreachable for 5xx, Refused for an error of the API, Unreadable for anything else.
    """
    if status >= 500:
        raise Unreachable(f"HTTP {status}", status=status)
    if status == 429:
        raise Refused(_words_in(body), status=status)
    fields = _json_object(status, body)
    if fields.get("error") is True:
        raise Refused(_words(fields.get("errors")), status=status)
    if status != 200:
        raise Unreadable(f"HTTP {status}", status=status)
    if fields.get("error") is not False:
        raise Unreadable("“error” is missing")
    return fields


def read_balances(fields: Mapping[str, Any]) -> tuple[Balance, ...]:
    """All balances of `balance/list`, in CrystalPAY's order. Raises Unreadable."""
    items = fields.get("items")
    if items == []:  # an empty PHP array is a list, a filled one an object
        return ()
    if not isinstance(items, dict):
        raise Unreadable("“items” is missing")
    if len(items) > MAX_ROWS:
        raise Unreadable(f"more than {MAX_ROWS} balances")
    return tuple(read_balance(key, row) for key, row in items.items())


def read_balance(key: str, row: object) -> Balance:
    """One balance. Only what a screen needs is required. Raises Unreadable."""
    label = _label(key)
    if not isinstance(row, dict):
        raise Unreadable(f"{label} is not an object")
    return Balance(
        key=label,
        name=_label(row.get("name")) or label,
        amount=_amount(label, row.get("amount")),
        currency=_label(row.get("currency")) or _missing(label, "currency"),
        accuracy=_accuracy(label, row.get("amount_accuracy")),
    )


def read_info(fields: Mapping[str, Any]) -> RegisterInfo:
    """The answer of `me/info`. Raises Unreadable if it has no id."""
    number = fields.get("id")
    if isinstance(number, bool) or not isinstance(number, int):
        raise Unreadable("“id” is missing")
    return RegisterInfo(number, _label(fields.get("name")))


def _json_object(status: int, body: bytes) -> dict[str, Any]:
    if len(body) > MAX_VALUES and _values(body) > MAX_VALUES:
        raise Unreadable(f"more than {MAX_VALUES} values", status=status)
    try:
        fields = _JSON.decode(body.decode("utf-8-sig"))
    except _DuplicateKey as duplicate:
        raise Unreadable(str(duplicate), status=status) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise Unreadable("not JSON", status=status) from None
    if not isinstance(fields, dict):
        raise Unreadable("not a JSON object", status=status)
    return fields


def _values(body: bytes) -> int:
    """An upper bound: each value follows one of these characters, maybe with a key between them."""
    return sum(body.count(mark) for mark in (b",", b"[", b"{"))


class _DuplicateKey(ValueError):
    """An object has the same key more than once, so that its value is ambiguous."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    duplicate, _ = Counter(key for key, _ in pairs).most_common(1)[0]
    raise _DuplicateKey(f"“{_label(duplicate)}” is there twice")


# Decimal("4.0e-6") and even Decimal("NaN"): no number becomes a float, and a field that no screen
# needs may hold anything.
_JSON = json.JSONDecoder(parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_object)


def _words_in(body: bytes) -> tuple[str, ...]:
    try:
        return _words(_json_object(429, body).get("errors"))
    except Unreadable:
        return ()


def _words(errors: object) -> tuple[str, ...]:
    said = errors if isinstance(errors, list) else [errors]
    words = (_label(word, 200) for word in said[:MAX_ERRORS])
    return tuple(islice((word for word in words if word), MAX_WORDS))


_NUMBERS = {str, int, Decimal}  # and not bool, which is an int


def _amount(label: str, amount: object) -> Decimal:
    if type(amount) not in _NUMBERS:
        _missing(label, "amount")
    try:
        return parse_amount(str(amount))
    except ValueError as error:
        raise Unreadable(f"the amount of {label} is {error}") from None


def _accuracy(label: str, accuracy: object) -> int:
    """Digits after the point; seen as 8, «8» and 8.0."""
    digits = accuracy if type(accuracy) is int else _number(label, accuracy)
    if digits != int(digits) or not 0 <= digits <= MAX_DIGITS:
        raise Unreadable(f"amount_accuracy of {label} is not a number of digits")
    return int(digits)


def _number(label: str, accuracy: object) -> Decimal:
    try:
        return parse_amount(str(accuracy))
    except ValueError:
        _missing(label, "amount_accuracy")


def _missing(label: str, field: str) -> NoReturn:
    raise Unreadable(f"{label} has no readable {field}")


def _label(text: object, max_length: int = MAX_LABEL_LENGTH) -> str:
    """One printable line of bounded length; empty for anything but text."""
    if not isinstance(text, str):
        return ""
    if len(text) <= max_length and text.isprintable() and text.strip() == text and "  " not in text:
        return text  # like nearly every label; a space is the only printable whitespace
    line = re.sub(
        r"\s+", " ", text[: 2 * max_length]
    ).strip()  # of a megabyte, the beginning is enough
    line = "".join(filter(str.isprintable, line))
    return line if len(line) <= max_length else line[: max_length - 1] + "…"
