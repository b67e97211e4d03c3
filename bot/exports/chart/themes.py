"""The colours of a chart by day and by night, near those of Telegram."""

from typing import NamedTuple


class Theme(NamedTuple):
    background: str
    text: str
    muted: str
    grid: str
    zero: str
    line: str
    gap: str
    hatch: str
    fill: int
    """How much of the line's colour its fill has at its strongest, of 255."""


LIGHT = Theme(
    background="#ffffff",
    text="#17212b",
    muted="#6d7b88",
    grid="#e9eef2",
    zero="#c3ced7",
    line="#3390ec",
    gap="#f6f8fa",
    hatch="#dde4ea",
    fill=64,
)
DARK = Theme(
    background="#17212b",
    text="#f5f7f9",
    muted="#8d9dac",
    grid="#263442",
    zero="#425567",
    line="#5eb5f7",
    gap="#1b2733",
    hatch="#2b3a49",
    fill=72,
)
