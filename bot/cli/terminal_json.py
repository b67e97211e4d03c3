"""JSON for the terminal; names that others chose cannot move its cursor or hide a line."""

import json
from typing import Any


def json_text(value: Any, indent: int | None = None) -> str:
    """Printable characters of every script stay; all others are escaped, so nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(
        letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1]
        for letter in text
    )
