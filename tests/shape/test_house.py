"""The house stays one in which things are found: small files with a subject and a sentence."""

from __future__ import annotations

import ast

import pytest
from shape.repository import PACKAGE, ROOT, SANDBOX, modules, name_of

MAX_FILE_LINES = 400
NO_SUBJECT = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
SOURCES = [
    *modules(),
    *modules(SANDBOX),
    *modules(ROOT / "tests"),
    *SANDBOX.rglob("*.js"),
    *SANDBOX.rglob("*.css"),
]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_is_not_too_long(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


def test_every_module_has_a_subject():
    assert [name_of(path) for path in SOURCES if NO_SUBJECT & {path.stem, path.parent.name}] == []
    assert [name_of(path) for path in modules() if path.stem.endswith("_service")] == []


def test_every_module_says_in_a_sentence_what_it_is_for():
    silent = [
        name_of(path)
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


CATCHES_ANYTHING = {
    "bot/background/supervisor.py",  # what runs without an end is started again
    "bot/telegram/features/history/charts.py",  # without its picture, an answer is worth having
}


def test_any_exception_is_caught_where_there_is_a_reason_for_it():
    caught = [
        name_of(path)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") == "Exception")
    ]
    assert sorted(caught) == sorted(CATCHES_ANYTHING)


def test_no_amount_meets_a_float():
    """Where amounts pass, the word «float» does not stand."""
    for name in (
        "domain/amounts.py",
        "presentation/amounts.py",
        "crystalpay/models.py",
        "storage/readings.py",
    ):
        tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
        assert not [
            node for node in ast.walk(tree) if getattr(node, "id", "") in ("float", "round")
        ]
