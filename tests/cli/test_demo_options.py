"""`crystalpay-bot demo` takes what there is, and says what that is."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from shape.repository import text_of


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make on this machine")
def test_make_demo_says_how_long_it_installs_before_pip_does(tmp_path):
    """With everything that is needed but without a .venv, as after `git clone`."""
    (tmp_path / "Makefile").write_text(text_of("Makefile"))
    (tmp_path / "requirements").mkdir()
    for path in ("pyproject.toml", "requirements/runtime.lock"):
        (tmp_path / path).touch()
    alone = {"PATH": os.environ["PATH"]}  # not what a `make` that runs this test was given
    ran = subprocess.run(
        ["make", "-n", "demo"], cwd=tmp_path, env=alone, capture_output=True, text=True, check=True
    )
    first = ran.stdout.splitlines()[0]
    assert first.startswith('echo "Installing into .venv, once. This takes 20 to 90 seconds')
    assert "pip install" in ran.stdout


async def test_a_language_that_the_bot_does_not_speak_is_an_error_that_lists_those_it_does(cli):
    result = await cli("demo", "--ask", "/help", "--language", "xx")
    assert result.exit_code == 2
    assert "“xx” is not a language of the bot. Choose from: en, ru" in result.stderr


async def test_a_port_that_cannot_be_one_is_an_error_that_says_which_can(cli):
    result = await cli("demo", "--port", "65536")
    assert result.exit_code == 2
    assert "0<=x<=65535" in result.stderr


async def test_a_question_is_answered_in_the_language_whatever_its_case(cli):
    code, out, errors = await cli.process("demo", "--ask", "/balance Market", "--language", "RU")
    assert (code, errors) == (0, "")
    assert "Обновить" in out
