"""The client can read and nothing else: a promise to all who give the bot a secret."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from bot import crystalpay as package
from bot.crystalpay import CrystalPay, models

READING = {"balance/list/", "balance/get/", "me/info/"}
MOVING = ("salt", "payoff", "payout", "swap", "transfer", "invoice", "withdraw", "edit", "create")
SOURCES = sorted(Path(package.__file__).parent.glob("*.py"))


def words_in_code(source):
    """The string literals of a file, without its docstrings."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def test_the_client_has_three_methods_and_all_read():
    public = {
        name
        for name, _ in inspect.getmembers(CrystalPay, inspect.isfunction)
        if not name.startswith("_")
    }
    assert public == {"read_register", "read_balance", "read_info"}


def test_the_only_paths_in_the_source_are_those_of_reading():
    words = {word for source in SOURCES for word in words_in_code(source)}
    paths = {word for word in words if re.fullmatch(r"/?[\w-]+/[\w/-]*", word)}
    assert paths - {"application/json"} == READING


def test_every_call_names_its_path_in_sight():
    tree = ast.parse(inspect.getsource(CrystalPay).strip())
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "_call"
    ]
    methods = [call.args[0] for call in calls]
    assert [type(method) for method in methods] == [ast.Constant] * 3
    assert {method.value for method in methods if isinstance(method, ast.Constant)} == READING


@pytest.mark.parametrize("word", MOVING)
def test_no_word_of_moving_money_is_in_the_code_of_the_client(word):
    for source in SOURCES:
        assert not [text for text in words_in_code(source) if word in text.lower()]


async def test_all_that_the_client_can_do_asks_for_these_three_paths(sandbox, crystalpay, keys):
    await crystalpay.read_register(keys)
    await crystalpay.read_balance(keys, "BITCOIN")
    await crystalpay.read_info(keys)
    assert {request.path.removeprefix("/v3/") for request in sandbox.requests} == READING


def test_models_ask_nobody():
    assert not {"httpx", "asyncio", "socket"} & set(vars(models))
