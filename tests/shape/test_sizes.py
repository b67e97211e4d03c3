"""Code stays in pieces taken in at a glance: files, functions, lists of parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from shape.repository import SANDBOX, modules, name_of

MAX_FILE_LINES = 250
MAX_BODY_LINES = 30
P90_BODY_LINES = 12
MAX_PARAMETERS = 7

Function = ast.FunctionDef | ast.AsyncFunctionDef
SOURCES = [*modules(), *modules(SANDBOX)]


def functions() -> Iterator[tuple[str, Function]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield f"{name_of(path)}:{node.name}", node


def body_lines(function: Function) -> int:
    """Lines of the body, the docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def parameters(function: Function) -> int:
    """Parameters but for `self` and `cls`."""
    all_of_them = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return len([each for each in all_of_them if each.arg not in ("self", "cls")])


def test_no_file_is_longer_than_one_subject_takes() -> None:
    long = [
        name_of(path)
        for path in SOURCES
        if len(path.read_text(encoding="utf-8").splitlines()) > MAX_FILE_LINES
    ]
    assert long == []


def test_no_function_is_long_and_nine_of_ten_are_short() -> None:
    lines = {name: body_lines(function) for name, function in functions()}
    assert {name: count for name, count in lines.items() if count > MAX_BODY_LINES} == {}
    assert sorted(lines.values())[len(lines) * 9 // 10] <= P90_BODY_LINES


def test_no_handler_or_filter_in_telegram_has_a_train_of_parameters() -> None:
    counts = {name: parameters(f) for name, f in functions() if name.startswith("bot/telegram/")}
    assert {name: count for name, count in counts.items() if count > MAX_PARAMETERS} == {}
