"""The documents name every setting and every command, as they are."""

from __future__ import annotations

import re

import click
import pytest
from shape.repository import ROOT, text_of

from bot.cli import main
from bot.config import Settings

SETTINGS = ("docs/settings.md", "docs/settings.ru.md")
COMMANDS = ("docs/commands.md", "docs/commands.ru.md")
IN_BOTH_LANGUAGES = [
    ("README.md", "README.ru.md"),
    SETTINGS,
    COMMANDS,
    ("docs/operating.md", "docs/operating.ru.md"),
    ("docs/security.md", "docs/security.ru.md"),
]
FOR_USERS = {document for pair in IN_BOTH_LANGUAGES[:3] for document in pair}
"""The program's name is followed by a command there, and by nothing else."""
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
)


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


@pytest.mark.parametrize("document", SETTINGS)
@pytest.mark.parametrize("name", Settings.model_fields)
def test_there_is_a_row_for_each_setting_with_its_default(document, name):
    rows = re.findall(rf"^\| `{name.upper()}` \| *(?:`([^`]*)`)? *\|", text_of(document), re.M)
    assert rows == [default(name)]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_env_example_has_each_setting_with_its_default(name):
    lines = re.findall(rf"^#?{name.upper()}=(.*)$", text_of(".env.example"), re.M)
    assert lines == [default(name)]


def test_env_example_has_no_setting_that_is_none():
    named = re.findall(r"^#?([A-Z_]+)=", text_of(".env.example"), re.M)
    assert {name.lower() for name in named} == set(Settings.model_fields)


@pytest.mark.parametrize("document", COMMANDS)
@pytest.mark.parametrize("path", [" ".join(path) for path, _ in commands()])
def test_there_is_a_row_for_each_command(document, path):
    assert re.search(rf"^\| `crystalpay-bot {path}\b", text_of(document), re.M)


@pytest.mark.parametrize("document", COMMANDS)
def test_there_is_each_option(document):
    for path, command in commands():
        rows = re.findall(rf"^\| `crystalpay-bot {' '.join(path)}\b.*$", text_of(document), re.M)
        for option in command.params:
            if isinstance(option, click.Option):
                assert any(option.opts[0] in row for row in rows), (path, option.opts)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_command_is_named_that_is_none(document):
    known = {" ".join(path) for path, _ in commands()}
    groups = {path.split()[0] for path in known if " " in path}
    text = text_of(document) if document in FOR_USERS else _code_of(document)
    said = re.findall(r"crystalpay-bot ([a-z]+)(?: ([a-z-]+))?", text)
    for first, second in said:
        assert (f"{first} {second}" if first in groups else first) in known


def _code_of(document):
    """What stands between backticks or fences: there a command is meant to be typed."""
    text = text_of(document)
    fenced = re.findall(r"^```.*?^```", text, re.M | re.S)
    code = "\n".join([*fenced, *re.findall(r"`[^`\n]+(?:\n[^`\n]+)?`", text)])
    return re.sub(r"systemctl .*| -g crystalpay-bot", "", code)  # the unit and the group


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_to_files_and_headings_lead_somewhere(document):
    folder = (ROOT / document).parent
    links = re.findall(r"\]\((?!https?:)([^)]+)\)|(?:src|srcset)=\"([^\"]+)\"", text_of(document))
    for link in (a or b for a, b in links):
        path, _, heading = link.partition("#")
        target = folder / path if path else ROOT / document
        assert target.exists(), link
        assert not heading or heading in _headings(target), link


def _headings(document):
    """As the pages of a repository address them."""
    titles = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("pair", IN_BOTH_LANGUAGES, ids=" ".join)
def test_the_two_languages_lead_to_each_other(pair):
    english, russian = pair
    assert f"]({russian.rpartition('/')[2]})" in text_of(english)[:300]
    assert f"]({english.rpartition('/')[2]})" in text_of(russian)[:300]
