"""Which names consist of visible characters only; does not decide who may have which name."""

import unicodedata
from itertools import pairwise

JOINER = "\u200d"
"""Joins several emoji into one (man and pan: a cook); anywhere else it is invisible."""

_AFTER_EMOJI = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""Modify the emoji before them: the variation selector and the skin tones."""

_ARROWS = "\u2194\u2195"
"""Used as emoji (head shaking, head nodding), but mathematical symbols by Unicode category."""


def is_visible(name: str) -> bool:
    """Whether it has no invisible characters: no control or format ones, except emoji joiners."""
    parts = name.split(JOINER)
    joins = all(_ends_in_emoji(one) and _is_emoji(other[:1]) for one, other in pairwise(parts))
    return joins and all(part.isprintable() for part in parts)


def replace_hidden(name: str, replacement: str) -> str:
    """The name with every invisible character replaced."""
    if is_visible(name):
        return name
    return "".join(letter if letter.isprintable() else replacement for letter in name)


def _ends_in_emoji(part: str) -> bool:
    return _is_emoji(part.rstrip(_AFTER_EMOJI)[-1:])


def _is_emoji(letter: str) -> bool:
    return letter != "" and (unicodedata.category(letter) == "So" or letter in _ARROWS)
