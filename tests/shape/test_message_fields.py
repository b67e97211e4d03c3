"""What the code reads of a message is left in it: a field that was dropped is silently None."""

from __future__ import annotations

import ast
import types

import pytest
from aiogram.types import Message
from shape.repository import PACKAGE, modules

from bot.telegram.transport.polling import MESSAGE_FIELDS, PRESSED_MESSAGE_FIELDS

SOURCES = modules(PACKAGE / "telegram")
KEYS = {name: field.alias or name for name, field in Message.model_fields.items()}
"""The fields of a message, by attribute: their names in Telegram's JSON."""

COMPUTED = {name for name, value in vars(Message).items() if isinstance(value, property)}
"""Attributes like `content_type`, which read whatever other fields there are."""

SHORTCUTS = {name for name, value in vars(Message).items() if isinstance(value, types.FunctionType)}
NEEDS_ONLY_IDS = {"delete"}
"""Of aiogram's shortcuts those that read nothing but ids of the chat and the message."""


def names_read(source):
    """Every attribute that is read, of whatever it is: a message has many names."""
    return {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}


def dropped(source):
    """Attributes that only a message has, and that the poller does not leave in it."""
    read = names_read(source)
    fields = {name for name in read & KEYS.keys() if KEYS[name] not in MESSAGE_FIELDS}
    return fields | (read & COMPUTED) | (read & SHORTCUTS - NEEDS_ONLY_IDS)


def dropped_of_pressed(source):
    """Attributes read of the message that a button stands on, which has even less left in it."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        names = {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign | ast.NamedExpr) and _is_pressed(node.value)
            for target in getattr(node, "targets", [getattr(node, "target", None)])
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and node.attr in KEYS:
                owner = node.value
                pressed = _is_pressed(owner) or getattr(owner, "id", None) in names
                if pressed and KEYS[node.attr] not in PRESSED_MESSAGE_FIELDS:
                    yield node.attr


def _is_pressed(node):
    """`query.message`, and what stands for it; `update.message` is one that somebody wrote."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "message"
        and getattr(node.value, "id", None) not in {"update", "self", "answer"}
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_is_read_of_a_message_that_was_dropped(path):
    source = path.read_text(encoding="utf-8")
    assert dropped(source) == set()
    assert list(dropped_of_pressed(source)) == []


def test_what_is_left_in_a_message_is_read_somewhere():
    read = {KEYS.get(name) for path in SOURCES for name in names_read(path.read_text("utf-8"))}
    assert read >= MESSAGE_FIELDS
    assert PRESSED_MESSAGE_FIELDS < MESSAGE_FIELDS


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("async def on_photo(message): await keep(message.photo)", {"photo"}),
        ("async def is_reply(event): return event.reply_to_message", {"reply_to_message"}),
        ("def of(some): said = some; return said.entities", {"entities"}),
        ("router.message.register(on_photo, F.photo)", {"photo"}),
        ("def kind(message): return message.content_type", {"content_type"}),
        ("async def echo(message): await message.send_copy(1)", {"send_copy"}),
        ("def who(message): return message.from_user or message.chat", set()),
    ],
)
def test_a_field_that_was_dropped_would_be_found(source, found):
    assert dropped(source) == found


@pytest.mark.parametrize(
    "source",
    [
        "def who(query): return query.message.from_user",
        "def who(query):\n    message = query.message\n    return message.from_user",
        "def who(query):\n    if message := query.message:\n        return message.from_user",
    ],
)
def test_what_a_pressed_message_lacks_would_be_found(source):
    assert list(dropped_of_pressed(source)) == ["from_user"]
