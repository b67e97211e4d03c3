"""The documents name every setting and every command, as they are."""

from __future__ import annotations

import re

import click
import pytest
from shape.repository import ROOT, text_of

from bot.cli import main
from bot.config import Settings

READMES = ("README.md", "README.ru.md")


def commands(group=main, path=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def default(name):
    """A setting's default as it would be written; empty for none."""
    value = Settings.model_fields[name].default
    if value is None or value == frozenset():
        return ""
    return str(value).lower() if isinstance(value, bool) else f"{value}"


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_readme_has_a_row_for_each_setting_with_its_default(readme, name):
    rows = re.findall(rf"^\| `{name.upper()}` \| *(?:`([^`]*)`)? *\|", text_of(readme), re.M)
    assert rows == [default(name)]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_env_example_has_each_setting_with_its_default(name):
    lines = re.findall(rf"^#?{name.upper()}=(.*)$", text_of(".env.example"), re.M)
    assert lines == [default(name)]


def test_env_example_has_no_setting_that_is_none():
    named = re.findall(r"^#?([A-Z_]+)=", text_of(".env.example"), re.M)
    assert {name.lower() for name in named} == set(Settings.model_fields)


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("path", [" ".join(path) for path, _ in commands()])
def test_a_readme_has_each_command(readme, path):
    assert re.search(rf"`crystalpay-bot {path}\b", text_of(readme))


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_has_each_option(readme):
    for path, command in commands():
        rows = re.findall(rf"^\| `crystalpay-bot {' '.join(path)}\b.*$", text_of(readme), re.M)
        for option in command.params:
            if isinstance(option, click.Option):
                assert any(option.opts[0] in row for row in rows), (path, option.opts)


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_names_no_command_or_option_that_is_none(readme):
    known = {" ".join(path) for path, _ in commands()}
    groups = {path.split()[0] for path in known if " " in path}
    said = re.findall(r"crystalpay-bot ([a-z]+)(?: ([a-z-]+))?", text_of(readme))
    for first, second in said:
        assert (f"{first} {second}" if first in groups else first) in known


@pytest.mark.parametrize("readme", READMES)
def test_links_to_files_lead_somewhere(readme):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)|(?:src|srcset)=\"([^\"]+)\"", text_of(readme))
    missing = [a or b for a, b in links if not (ROOT / (a or b)).exists()]
    assert missing == []


def test_the_two_readmes_lead_to_each_other():
    top = [text_of(readme)[:300] for readme in READMES]
    assert "](README.ru.md)" in top[0]
    assert "](README.md)" in top[1]
