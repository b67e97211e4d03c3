"""No two modules need each other, not even for their types: each can be read on its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from shape.repository import PACKAGE, ROOT, SANDBOX, modules


def dotted(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, root: Path, known: set[str]) -> set[str]:
    """The modules that a file imports by any statement: at run time, later or for types only."""
    name = dotted(path, root)
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            inner = {f"{source}.{alias.name}" for alias in node.names}
            # `from package import module` needs the module, not what else the package names.
            found |= (inner & known) or {source}
            found |= {source} if inner - known else set()
    return (found & known) - {name}


def import_graph(folders: list[Path], root: Path) -> dict[str, set[str]]:
    files = [path for folder in folders for path in modules(folder)]
    known = {dotted(path, root) for path in files}
    return {dotted(path, root): imports_of(path, root, known) for path in files}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected components of more than one module, by Tarjan's algorithm."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        stack.append(name)
        for needed in sorted(graph[name]):
            if needed not in order:
                visit(needed)
                lowest[name] = min(lowest[name], lowest[needed])
            elif needed in stack:
                lowest[name] = min(lowest[name], order[needed])
        if lowest[name] == order[name]:
            at = stack.index(name)
            found.append(sorted(stack[at:]))
            del stack[at:]

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return sorted(component for component in found if len(component) > 1)


@pytest.fixture
def package(tmp_path):
    """Write modules of a package `shop` and return the circles in it."""

    def write(**sources: str) -> list[list[str]]:
        (tmp_path / "shop").mkdir()
        for name, source in {"__init__": "", **sources}.items():
            (tmp_path / "shop" / f"{name}.py").write_text(source, encoding="utf-8")
        return circles(import_graph([tmp_path / "shop"], tmp_path))

    return write


def test_a_circle_of_types_is_found(package):
    later = "if TYPE_CHECKING:\n    from shop.till import Till"
    assert package(till="from shop.money import Coin", money=later, door="import shop.till") == [
        ["shop.money", "shop.till"]
    ]


def test_a_circle_through_relative_and_late_imports_is_found(package):
    late = "def pay():\n    from . import till"
    assert package(till="from .door import open", door="from . import money", money=late) == [
        ["shop.door", "shop.money", "shop.till"]
    ]


def test_a_package_that_gathers_its_modules_is_no_circle(package):
    assert package(__init__="from shop.till import Till", till="import shop.money", money="") == []


def test_the_bot_and_its_sandbox_have_no_import_circle():
    assert circles(import_graph([PACKAGE, SANDBOX], ROOT)) == []
