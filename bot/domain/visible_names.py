"""Which names can be read as they stand: one visible line; decides nothing about who has one."""

import unicodedata
from itertools import pairwise

JOINER = "\u200d"
"""Makes one emoji of several, like a cook of a man and a pan; elsewhere it is invisible."""

_AFTER_EMOJI = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""What changes the look of the emoji before it: the variation selector and tones of skin."""

_ARROWS = "\u2194\u2195"
"""Emoji by use (a shaken, a nodding head), mathematical signs by category."""


def is_visible(name: str) -> bool:
    """Whether nothing in it is hidden: no control or format characters but joiners of emoji."""
    parts = name.split(JOINER)
    joins = all(_ends_in_emoji(one) and _is_emoji(other[:1]) for one, other in pairwise(parts))
    return joins and all(part.isprintable() for part in parts)


def without_hidden(name: str, instead: str) -> str:
    """The name with `instead` for what is hidden in it."""
    if is_visible(name):
        return name
    return "".join(letter if letter.isprintable() else instead for letter in name)


def _ends_in_emoji(part: str) -> bool:
    return _is_emoji(part.rstrip(_AFTER_EMOJI)[-1:])


def _is_emoji(letter: str) -> bool:
    return letter != "" and (unicodedata.category(letter) == "So" or letter in _ARROWS)
