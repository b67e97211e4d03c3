"""JSON for the terminal; names that others chose can neither move its cursor nor hide a line."""

import json
from typing import Any


def json_text(value: Any, indent: int | None = None) -> str:
    """Letters of every script as they are; what is none is escaped, so that nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(
        letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1]
        for letter in text
    )
