"""The methods that the bot writes itself are those of the published Bot API."""

from __future__ import annotations

import typing
from types import NoneType, UnionType

import pytest
from aiogram.methods import TelegramMethod
from aiogram.types.base import TelegramObject
from bot_api.schema import METHODS, alternatives, required

from bot.telegram.transport import methods

IN_JSON = {str: "String", int: "Integer", bool: "Boolean", float: "Float"}


def is_ours(each):
    """A class of that module that is a method, and not only what several have in common."""
    if not (isinstance(each, type) and issubclass(each, TelegramMethod)):
        return False
    return each is not TelegramMethod and isinstance(each.__api_method__, str)


OURS = [each for each in vars(methods).values() if is_ours(each)]


def kinds(annotation):
    """The schema's names for a type: `list[str] | None` is {"Array of String"}."""
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, UnionType):
        return {kind for each in inside if each is not NoneType for kind in kinds(each)}
    if origin is list:
        return {f"Array of {kind}" for kind in kinds(inside[0])}
    if origin is dict:
        return {"an object"}
    return {IN_JSON.get(annotation) or annotation.__name__}


def fits(kind, known):
    allowed = alternatives(known["type"])
    return kind in allowed or (kind == "an object" and not set(allowed) & set(IN_JSON.values()))


def wrong(call):
    """What of a method's class is not as Telegram publishes it."""
    known = METHODS.get(call.__api_method__)
    if known is None:
        yield f"there is no {call.__api_method__}"
        return
    for name, field in call.model_fields.items():
        if name not in known:
            yield f"there is no {name}"
        elif not all(fits(kind, known[name]) for kind in kinds(field.annotation)):
            yield f"{name} is {known[name]['type']}"
    for name in required(known):
        if name not in call.model_fields or not call.model_fields[name].is_required():
            yield f"{name} is required"


@pytest.mark.parametrize("call", OURS, ids=lambda call: call.__name__)
def test_a_method_of_ours_is_one_of_telegrams(call):
    assert list(wrong(call)) == []


def test_no_method_is_left_out():
    assert {"getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery"} <= {
        call.__api_method__ for call in OURS
    }


class Wrong(TelegramMethod[bool]):
    __returning__ = bool
    __api_method__ = "sendMessage"

    chat_id: str | int
    text: str | None = None
    topic: int
    message_thread_id: str
    reply_markup: TelegramObject


def test_a_wrong_one_would_be_found():
    assert sorted(wrong(Wrong)) == [
        "message_thread_id is Integer",
        "reply_markup is InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove"
        " or ForceReply",
        "text is required",
        "there is no topic",
    ]
