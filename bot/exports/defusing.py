"""Names that others chose, as cells that no spreadsheet takes for a formula; amounts never come."""

import unicodedata

_FORMULA_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a formula begins with; the wide ones count too where Chinese or Japanese is written."""


def defused(name: str) -> str:
    """The name, with a leading ' if a spreadsheet might compute it."""
    first = name[:1]  # "" is in no set and has no category
    if first in _FORMULA_SIGNS or (first and unicodedata.category(first) == "Cc"):
        return f"'{name}"
    return name
