"""The comparison itself: a right request passes, and each kind of mistake is found."""

from __future__ import annotations

import pytest
from bot_api.schema import METHODS, TYPES, alternatives, problems

BUTTON = {"text": "Refresh", "callback_data": "b:r:0:1:0"}
MENU = {"type": "chat", "chat_id": 5}


def message(**others):
    return {"chat_id": 5, "text": "Hello", **others}


def keyboard(**button):
    return message(reply_markup={"inline_keyboard": [[{**BUTTON, **button}]]})


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", message(chat_id="@shop", link_preview_options={"is_disabled": True})),
        ("sendmessage", keyboard(style="primary")),
        ("setMyCommands", {"commands": [{"command": "id", "description": "Id"}], "scope": MENU}),
        ("answerCallbackQuery", {"callback_query_id": "1", "show_alert": False}),
        ("getUpdates", {"offset": -1, "allowed_updates": ["message"]}),
    ],
)
def test_a_right_request_has_no_problem(method, params):
    assert problems(method, params) == []


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("sendMesage", message(), "no method"),
        ("sendMessage", {"chat_id": 5}, "sendMessage: text is required"),
        ("sendMessage", message(topic=3), "there is no topic"),
        ("sendMessage", message(message_thread_id="3"), "not of the type Integer"),
        ("sendMessage", message(message_thread_id=True), "not of the type Integer"),
        ("sendMessage", message(protect_content=1), "not of the type Boolean"),
        ("sendMessage", message(text=["a"]), "not of the type String"),
        ("sendMessage", keyboard(callback_data="x" * 65), "65 bytes, not 1 to 64"),
        ("sendMessage", keyboard(url="https://example.org/"), "does one thing"),
        ("sendMessage", keyboard(colour="red"), "there is no colour"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "я" * 201}, "not 0 to 200"),
        ("setMyCommands", {"commands": [{"command": "id"}]}, "description is required"),
        ("deleteMyCommands", {"scope": {"type": "nobody"}}, "not “"),
        ("deleteMyCommands", {"scope": {"type": "chat"}}, "chat_id is required"),
        ("sendDocument", {"chat_id": 5}, "document is required"),
    ],
)
def test_a_mistake_is_found(method, params, said):
    found = problems(method, params)
    assert len(found) == 1
    assert said in found[0]


def test_a_file_that_is_sent_along_is_the_parameter_of_its_name():
    assert problems("sendDocument", {"chat_id": 5}, {"document"}) == []
    attached = {"chat_id": 5, "document": "attach://a-Name_1"}
    assert problems("sendDocument", attached, {"a-Name_1"}) == []
    assert problems("sendDocument", attached, {"a-Name_1", "b"}) == ["sendDocument: there is no b"]


def test_every_type_that_a_method_takes_is_known():
    kinds = {one["type"] for known in METHODS.values() for one in known.values()}
    named = {each for kind in kinds for each in alternatives(kind.replace("Array of ", ""))}
    assert named - TYPES.keys() <= {"String", "Integer", "Boolean", "Float", "True"}
    assert len(METHODS) > 150
