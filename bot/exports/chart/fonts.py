"""The letters of a chart: the font that lies beside, and words made of what it has; no boxes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL.ImageFont import FreeTypeFont, Layout, truetype

FONTS = Path(__file__).parents[1] / "fonts"
REGULAR, SEMIBOLD = "Inter-Regular.ttf", "Inter-SemiBold.ttf"
ELLIPSIS = "…"

# What the subset holds; how it was made stands in its README.
LETTERS = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x148),
    (0x14A, 0x17F),
    (0x401, 0x40C),
    (0x40E, 0x44F),
    (0x451, 0x45C),
    (0x45E, 0x45F),
    (0x490, 0x493),
    *((single, single + 1) for single in (0x49A, 0x4A2, 0x4AE, 0x4B0, 0x4BA, 0x4D8, 0x4E8)),
)
SIGNS = "\u2009‐‑‒–—―‘’‚“”„†‡•…\u202f‰′″‹›€₴₸₺₽₿№™←↑→↓−∞≈≠≤≥"
HAS = frozenset(SIGNS).union(*(map(chr, range(a, b + 1)) for a, b in LETTERS))


@lru_cache(maxsize=16)
def font(name: str, size: int) -> FreeTypeFont:
    """The basic layout: the other one depends on a library that not every machine has."""
    return truetype(str(FONTS / name), size, layout_engine=Layout.BASIC)


def drawable(text: str) -> str:
    """The text with what the font has: letters of other scripts are «…», emoji are left out."""
    written = "".join(_spelled(char) for char in unicodedata.normalize("NFC", text))
    merged = (ELLIPSIS if same == ELLIPSIS else "".join(run) for same, run in groupby(written))
    return re.sub(" +", " ", "".join(merged)).strip()


def shortened(text: str, face: FreeTypeFont, width: float) -> str:
    """The text, or as much of its beginning as fits, and «…»."""
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(text + ELLIPSIS) > width:
        text = text[:-1].rstrip(" ·")
    return text + ELLIPSIS


def wrapped(text: str, face: FreeTypeFont, width: float) -> list[str]:
    """The words in lines that fit; a word that is too long is shortened."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(shortened(word, face, width))
    return lines


def _spelled(char: str) -> str:
    """What the font has for a character that it may lack: a plainer form, «…» or nothing."""
    if char in HAS:
        return char
    plainer = "".join(each for each in unicodedata.normalize("NFKD", char) if each in HAS)
    if plainer:
        return plainer
    category = unicodedata.category(char)
    return ELLIPSIS if category[0] in "LN" else " " if category[0] == "Z" else ""
