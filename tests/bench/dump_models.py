"""Prints what aiogram's models are, with or without deferral; run as a process of its own.

    python dump_models.py deferred | eager | unknown

`eager`: DEFER_MODELS=false; `unknown`: asked to defer, but with a version that was never tried.
"""

import hashlib
import json
import sys
from typing import Any

from bot.telegram.transport import lazy_models as deferred

mode = sys.argv[1]
if mode == "unknown":
    deferred.TESTED_VERSIONS = {"aiogram": "0.0.", "pydantic": "2.13."}
was_deferred = deferred.import_aiogram(defer=mode != "eager")

import aiogram.methods
import aiogram.types
from aiogram import Bot
from aiogram.methods.base import Response, TelegramMethod
from aiogram.types.base import TelegramObject
from pydantic import BaseModel, ValidationError
from pydantic._internal._mock_val_ser import MockValSer

BOT = Bot("42:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
WHO = {"id": 7, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
CHAT = {"id": -1007, "type": "supergroup", "title": "Shop", "is_forum": True}
MESSAGE = {
    "message_id": 5, "date": 1_800_000_000, "chat": CHAT, "from": WHO, "text": "/balance shop",
    "entities": [{"type": "bot_command", "offset": 0, "length": 8}],
    "reply_to_message": {"message_id": 4, "date": 1_799_999_999, "chat": CHAT, "text": "hm"},
    "message_thread_id": 3, "is_topic_message": True, "a_field_of_the_future": {"x": [1]},
    "reply_markup": {"inline_keyboard": [[{"text": "Refresh", "callback_data": "b:r:0:1:0"}]]},
}  # fmt: skip
PHOTO = {"file_id": "f", "file_unique_id": "u", "width": 90, "height": 51}
MEMBERS = {"user": WHO, "status": "left"}
UPDATES: list[dict[str, Any]] = [
    {"message": MESSAGE},
    {"edited_message": {**MESSAGE, "edit_date": 1_800_000_001}},
    {"channel_post": {**MESSAGE, "photo": [PHOTO], "caption": "x"}},
    {"message": {**MESSAGE, "migrate_to_chat_id": -1009, "text": None}},
    {"callback_query": {"id": "1", "from": WHO, "chat_instance": "i", "data": "b:l:0:1:0",
                        "message": MESSAGE}},
    {"callback_query": {"id": "1", "from": WHO, "chat_instance": "i", "data": "x",
                        "message": {"chat": CHAT, "message_id": 5, "date": 0}}},
    {"my_chat_member": {"chat": CHAT, "from": WHO, "date": 1, "old_chat_member": MEMBERS,
                        "new_chat_member": {"user": WHO, "status": "member"}}},
    {"inline_query": {"id": "1", "from": WHO, "query": "q", "offset": ""}},
    {"poll": {"id": "p", "question": "?", "options": [], "total_voter_count": 0,
              "is_closed": False, "is_anonymous": True, "type": "quiz"}},
    {"message": {"message_id": "not a number", "chat": {}}},
    {"callback_query": {"id": 1}},
]  # fmt: skip
CALLS = {
    "SendMessage": {"chat_id": 1, "text": "x", "reply_markup": MESSAGE["reply_markup"]},
    "EditMessageText": {"chat_id": 1, "message_id": 2, "text": "x"},
    "AnswerCallbackQuery": {"callback_query_id": "1", "show_alert": True},
    "SetMyCommands": {"commands": [{"command": "balance", "description": "Баланс"}]},
    "GetUpdates": {"offset": 1, "allowed_updates": ["message"]},
}


def models() -> list[type[BaseModel]]:
    named = [getattr(m, n) for m in (aiogram.types, aiogram.methods) for n in m.__all__]
    return [each for each in named if isinstance(each, type) and issubclass(each, BaseModel)]


def name_of(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"


def own(node: Any, top: bool = True) -> Any:
    """One model's core schema without what differs between processes; a model inside: its name.

    Whether a model stands in another one's schema whole or as a reference depends on which of
    them was built first, and means the same.
    """
    if isinstance(node, dict):
        if not top and node.get("type") == "model":
            return {"model": name_of(node["cls"])}
        if node.get("type") == "definition-ref":
            return {"model": node["schema_ref"].rpartition(":")[0]}
        return {str(k): own(v, False) for k, v in node.items() if k not in ("metadata", "ref")}
    if isinstance(node, list | tuple):
        return [own(each, False) for each in node]
    if isinstance(node, type) or callable(node):
        return name_of(node) if hasattr(node, "__qualname__") else type(node).__name__
    return repr(node)


def schema_of(model: type[BaseModel]) -> Any:
    """The model's own part of what pydantic validates and serialises with."""
    schema: Any = model.__pydantic_core_schema__
    if schema["type"] != "definitions":
        return schema
    if schema["schema"]["type"] != "definition-ref":
        return schema["schema"]
    wanted = schema["schema"]["schema_ref"]
    return next(each for each in schema["definitions"] if each["ref"] == wanted)


def outcome(model: type[BaseModel], data: object) -> Any:
    """What comes of the data: everything that can be seen of the model, or of the mistakes."""
    try:
        made = model.model_validate(data, context={"bot": BOT})
    except ValidationError as error:
        return error.errors(include_url=False, include_context=False)
    except Exception as error:  # a model that cannot be made of a dictionary at all
        return repr(error)
    dumped = made.model_dump(warnings=False)
    return repr(made), repr(dumped), type(getattr(made, "bot", None)).__name__


def digest(thing: Any) -> str:
    return hashlib.sha256(json.dumps(thing, sort_keys=True, default=repr).encode()).hexdigest()[:20]


def fields_of(model: type[BaseModel]) -> Any:
    return {
        name: (field.alias, repr(field.default), field.is_required())
        for name, field in model.model_fields.items()
    }


waiting = sum(isinstance(model.__pydantic_validator__, MockValSer) for model in models())
trips = [outcome(aiogram.types.Update, {"update_id": 1, **update}) for update in UPDATES]
trips += [outcome(getattr(aiogram.methods, name), call) for name, call in CALLS.items()]
described = {
    name_of(model): [digest(outcome(model, {})), digest(own(schema_of(model))), fields_of(model)]
    # With an unknown version aiogram is imported as it comes: that dump would be the eager one's.
    for model in (models() if sys.argv[1] != "unknown" else ())
}
patched = [
    each.__name__
    for each in (TelegramObject, TelegramMethod, Response)
    if "model_rebuild" in each.__dict__
]
rebuild = vars(BaseModel)["model_rebuild"]
json.dump(
    {
        "deferred": was_deferred,
        "waiting": waiting,
        "patched": patched,
        "pydantic_is_itself": rebuild.__func__.__module__ == "pydantic.main",
        "models": described,
        "trips": trips,
    },
    sys.stdout,
    default=repr,
)
