"""What CI and a release run: on which Python, what is passed over, and what is refused."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from shape.repository import ROOT, text_of

TOOLS = (
    "bash",
    "env",
    "sed",
    "dirname",
    "grep",
    "git",
    "date",
    "realpath",
    "head",
    "mktemp",
    "rm",
    "tar",
    "mkdir",
)
(IMAGE,) = re.findall(r"^ARG PYTHON_IMAGE=python:(\d+\.\d+)", text_of("Dockerfile"), re.M)


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def tree(tmp_path):
    """A checkout with .ci and nothing else, on a machine that has only these tools."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    shutil.copy(ROOT / "Dockerfile", tmp_path)
    (tmp_path / "bin").mkdir()
    for name in TOOLS:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    script(tmp_path / "bin" / "chromium", "exit 0")
    script(tmp_path / "bin" / "make", 'echo make "$@"')
    script(tmp_path / ".venv/bin/python", "echo Python 3.11.7")
    return tmp_path


def run(tree, *command):
    path = {"PATH": f"{tree / 'bin'}", "HOME": f"{tree}", "PYENV_ROOT": f"{tree / 'pyenv'}"}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        command, cwd=tree, env=path | quiet, capture_output=True, text=True, check=False
    )


def test_without_the_python_of_the_image_ci_says_so_in_a_line_and_is_content(tree):
    ended = run(tree, ".ci/run")
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        "make check test guard",
        f"No Python {IMAGE} here: the tests ran with Python 3.11.7 alone.",
    ]


@pytest.mark.parametrize("place", [f"bin/python{IMAGE}", f"pyenv/versions/{IMAGE}.1/bin/python"])
def test_the_tests_run_once_more_with_the_python_of_the_image_in_a_folder_of_its_own(tree, place):
    script(tree / place, "exit 0")
    ended = run(tree, ".ci/run")
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        "make check test guard",
        f"make suite PYTHON={tree / place} VENV=.venv-{IMAGE}",
    ]


def test_a_python_that_cannot_be_run_or_is_another_version_is_none(tree):
    script(tree / f"bin/python{IMAGE}", "exit 127")  # pyenv's, when the version is not chosen
    script(tree / f"pyenv/versions/{IMAGE}.1/bin/python", "exit 1")
    ended = run(tree, ".ci/find-python", IMAGE)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", "")


@pytest.fixture
def release(tree):
    """A committed version 1.2.3 and `release()`, which ends before it builds anything."""
    script(tree / "bin" / "python", "echo built; exit 3")
    (tree / "bot").mkdir()
    (tree / "bot/__init__.py").write_text('__version__ = "1.2.3"\n')
    (tree / "CHANGELOG.md").write_text("## [1.2.3] - Unreleased\n")
    git(tree, "init", "--quiet")
    commit(tree)
    return lambda: run(tree, ".ci/release", "bin/python")


def git(tree, *words):
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    assert run(tree, "git", *who, *words).returncode == 0


def commit(tree):
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", "--message", "A version")


def test_a_tree_with_something_uncommitted_is_not_released(tree, release):
    (tree / "left_over.py").write_text("")
    ended = release()
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "commit, stash or remove first: ?? left_over.py" in ended.stderr


def test_a_version_that_the_changelog_does_not_have_is_not_released(tree, release):
    (tree / "CHANGELOG.md").write_text("## [1.2.2] - 2026-01-01\n")
    commit(tree)
    assert "CHANGELOG.md has no section for 1.2.3" in release().stderr


def test_a_version_that_has_a_tag_is_not_released_again(tree, release):
    git(tree, "tag", "v1.2.3")
    assert "v1.2.3 has been released" in release().stderr


def test_a_release_that_cannot_be_built_leaves_the_tree_as_it_was(tree, release):
    ended = release()
    assert ended.returncode != 0
    assert "Building 1.2.3" in ended.stdout
    assert run(tree, "git", "status", "--porcelain").stdout == ""
