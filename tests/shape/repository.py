"""Where the project's files are: tests of shape look at sources, not at what is installed."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "bot"
SANDBOX = ROOT / "sandbox"


def modules(folder=PACKAGE):
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def text_of(path):
    return (ROOT / path).read_text(encoding="utf-8")


def name_of(path):
    return path.relative_to(ROOT).as_posix()
