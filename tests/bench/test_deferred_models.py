"""Deferring aiogram's models changes the moment they are built, and nothing else about them."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest

MODES = ("deferred", "eager", "unknown")


def dump(mode):
    command = [sys.executable, str(Path(__file__).with_name("dump_models.py")), mode]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"said": done.stderr}


@pytest.fixture(scope="module")
def dumps():
    """Processes of their own: in this one aiogram is imported already."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(MODES, pool.map(dump, MODES), strict=True))


def test_all_types_and_methods_of_the_bot_api_are_looked_at(dumps):
    assert len(dumps["deferred"]["models"]) > 500


def test_deferred_models_are_not_built_at_the_start(dumps):
    assert dumps["deferred"]["deferred"]
    assert dumps["deferred"]["waiting"] > 500


def test_every_model_parses_validates_and_serialises_as_without_deferral(dumps):
    eager = dumps["eager"]["models"]
    assert dumps["deferred"]["models"].keys() == eager.keys()
    differing = [name for name, seen in dumps["deferred"]["models"].items() if seen != eager[name]]
    assert differing == []


def test_updates_and_calls_come_out_as_without_deferral(dumps):
    assert dumps["deferred"]["trips"] == dumps["eager"]["trips"]


@pytest.mark.parametrize("mode", ["eager", "unknown"])
def test_nothing_is_patched_when_it_is_turned_off_or_the_version_is_unknown(dumps, mode):
    seen = dumps[mode]
    assert not seen["deferred"]
    assert seen["patched"] == []
    assert seen["pydantic_is_itself"]
    assert seen["waiting"] == 0


def test_an_unknown_version_is_told_and_what_it_costs(dumps):
    (line,) = dumps["unknown"]["said"].splitlines()
    assert f"not tried with aiogram {version('aiogram')}, so" in line
    assert "three times as long and twice the memory" in line
    assert dumps["deferred"]["said"] == dumps["eager"]["said"] == ""


def test_pydantic_itself_is_left_as_it_was_after_the_import(dumps):
    assert dumps["deferred"]["pydantic_is_itself"]
