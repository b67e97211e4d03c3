"""How `check` lays out what it found: whole words in a window of any width."""

from __future__ import annotations

import click
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.findings import UNLIMITED, Finding, State, laid_out

PATH = "/var/lib/crystalpay-bot/data/bot.sqlite3"
FINDINGS = [
    Finding("settings", State.OK),
    Finding("database", State.DAMAGED, f"{PATH} is damaged; restore a backup", took_ms=90.4),
    Finding("register Shop", State.NOT_ANSWERING, "CrystalPAY is not answering.", took_ms=10_001),
]


def lines(findings, width):
    return click.unstyle(laid_out(findings, width)).splitlines()


def test_without_a_window_a_finding_is_a_line():
    assert lines(FINDINGS, UNLIMITED) == [
        "settings       OK",
        f"database       damaged           90 ms  {PATH} is damaged; restore a backup",
        "register Shop  not answering  10001 ms  CrystalPAY is not answering.",
    ]


def test_in_80_columns_the_details_wrap_below_themselves():
    assert lines(FINDINGS, 80) == [
        "settings       OK",
        f"database       damaged           90 ms  {PATH}",
        "                                        is damaged; restore a backup",
        "register Shop  not answering  10001 ms  CrystalPAY is not answering.",
    ]


def test_in_a_narrow_window_the_details_stand_below():
    assert lines(FINDINGS, 30) == [
        "settings",
        "  OK",
        "database",
        "  damaged           90 ms",
        f"    {PATH}",
        "    is damaged; restore a",
        "    backup",
        "register Shop",
        "  not answering  10001 ms",
        "    CrystalPAY is not",
        "    answering.",
    ]


WORDS = st.lists(st.text("abc-/", min_size=1, max_size=12), max_size=30).map(" ".join)


@given(WORDS, WORDS, st.integers(28, 200))
def test_every_word_is_whole_and_no_line_is_wider_than_the_window(subject, details, width):
    findings = [Finding("key", State.OK), Finding(f"x {subject}"[:40], State.FAILED, details, 7)]
    shown = lines(findings, width)
    assert all(len(line) <= width for line in shown)
    words = [*f"x {subject}"[:40].split(), "failed", "7", "ms", *details.split()]
    assert " ".join(shown).split()[2:] == words
