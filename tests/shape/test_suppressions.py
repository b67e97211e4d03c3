"""Where a checker is told to look away, the line says why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shape.repository import ROOT, modules, name_of

FOLDERS = ("bot", "sandbox", "bench", "tests", "deploy")

SUPPRESSION = re.compile(r"# (?:noqa|type: ignore)\b")
WITH_REASON = re.compile(r"# (?:noqa: [A-Z0-9, ]+ - |type: ignore\[[a-z,-]+\]  # )\w")


def unexplained(source):
    return [
        line.strip()
        for line in source.splitlines()
        if len(SUPPRESSION.findall(line)) != len(WITH_REASON.findall(line))
    ]


@pytest.mark.parametrize(
    "path",
    [each for folder in FOLDERS for each in modules(ROOT / folder) if each != Path(__file__)],
    ids=name_of,
)
def test_every_suppression_names_its_rule_and_its_reason(path):
    assert unexplained(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["x = 1  # noqa", "x = 1  # noqa: S105", "x = 1  # type: ignore[assignment]"]
)
def test_one_without_a_reason_would_be_found(line):
    assert unexplained(line) == [line]


@pytest.mark.parametrize(
    "line", ["x = 1  # noqa: S105 - no password", "x = 1  # type: ignore[assignment]  # a trick"]
)
def test_one_with_a_reason_is_fine(line):
    assert unexplained(line) == []
