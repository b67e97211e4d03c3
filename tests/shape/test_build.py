"""What is installed is what is here, from pinned packages only."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
from shape.repository import PACKAGE, ROOT, text_of

PROJECT = tomllib.loads(text_of("pyproject.toml"))
LOCKS = ("requirements/runtime.lock", "requirements/dev.lock")


def pinned(lock):
    """Name and version of every package of a lock, with the number of its hashes."""
    found = {}
    for block in re.split(r"\n(?=\S)", text_of(lock).strip()):
        requirement, *rest = re.split(r"\s*\\\n\s*", block)
        ((name, version),) = re.findall(r"^([\w.-]+)==([\w.]+)(?: ;.*)?$", requirement)
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line.strip()) for line in rest)
        found[normal(name), version] = len(rest)
    return found


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(requirements):
    for requirement in requirements:
        ((name, version),) = re.findall(r"^([\w.-]+)==([\w.]+)$", requirement)
        yield normal(name), version


def test_what_builds_the_package_is_pinned_and_in_the_lock():
    requires = PROJECT["build-system"]["requires"]
    assert requires == PROJECT["dependency-groups"]["build"]
    assert set(wanted(requires)) <= set(pinned("requirements/runtime.lock"))


def test_what_runs_and_tests_the_package_is_pinned_and_in_the_locks():
    run, dev = PROJECT["project"]["dependencies"], PROJECT["dependency-groups"]["dev"]
    assert set(wanted(run)) <= set(pinned("requirements/runtime.lock"))
    assert set(wanted(dev)) <= set(pinned("requirements/dev.lock"))


def test_the_tools_are_locked_together_with_what_runs():
    assert set(pinned("requirements/runtime.lock")) <= set(pinned("requirements/dev.lock"))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_a_hash_for_each_package_and_no_address(lock):
    assert len(pinned(lock)) > 15
    assert all(pinned(lock).values())
    assert not re.search(r"https?:|--(extra-)?index|--find-links|@ ", text_of(lock))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in the wheel that `pip install .` would make."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel"]
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([*pip, *options, str(ROOT)], check=True)
    (path,) = folder.glob("crystalpay_bot-*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_package(wheel):
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours - wheel == set()
    for ending in (".sql", ".html", ".css", ".js", ".py", ".ttf", "/fonts/LICENSE.Inter"):
        assert any(name.endswith(ending) for name in wheel), ending


def test_the_wheel_holds_the_translations(wheel):
    catalogues = {
        f"bot/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("locales/**/*.po")
    }
    assert len(catalogues) >= 2
    assert catalogues <= wheel


def test_the_wheel_holds_nothing_but_the_package(wheel):
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == {"bot", "sandbox"}
    assert not any("__pycache__" in name or name.endswith((".mo", ".pyc")) for name in wheel)
