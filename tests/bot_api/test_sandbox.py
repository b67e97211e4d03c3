"""The sandbox's methods take and require what the published Bot API says, under the same names."""

from __future__ import annotations

import inspect

import pytest
from bot_api import schema
from pictures import png

from sandbox.telegram import TelegramSandbox
from sandbox.telegram.arguments import Arguments, SentFile
from sandbox.telegram.methods import METHODS
from sandbox.telegram.refusals import Refusal

KEYBOARD = {"inline_keyboard": [[{"text": "Press me", "callback_data": "pressed"}]]}
MENU = [{"command": "balance", "description": "Balances"}]
ENTITIES = [{"type": "bold", "offset": 0, "length": 2}]
FILES = {
    "document": SentFile("file.txt", "text/plain", b"content"),
    "photo": SentFile("picture.png", "image/png", png()),
}
WRONG = {"Integer": "not a number", "Integer or String": ["a list"]}
"""A value that is not of the type; lists and objects stand for each other, see `another_type`."""

OLDER = {
    # Taken out of the documents with Bot API 7.0; the server still takes them.
    "sendmessage": {"reply_to_message_id", "allow_sending_without_reply"},
    "senddocument": {"reply_to_message_id", "allow_sending_without_reply"},
    "sendphoto": {"reply_to_message_id", "allow_sending_without_reply"},
}
ELSEWHERE = {"inline_message_id"}
"""Messages of inline mode, which the sandbox has none of; it reads the name to refuse it."""


class Place:
    """A supergroup with a topic, whose administrator the bot is, with messages and a press."""

    def __init__(self):
        telegram = TelegramSandbox()
        self.world = telegram.world
        self.anna = telegram.user("Anna")
        self.chat = telegram.supergroup(
            "Shop", forum=True, bot_admin=True, admins=[self.anna], bot_member=True
        )
        self.topic = self.chat.topic("Balances")
        self.text = self.call("sendMessage", chat_id=self.chat.id, text="Hi", reply_markup=KEYBOARD)
        self.file = self.call("sendDocument", FILES, chat_id=self.chat.id)
        message = self.chat.messages[self.text["message_id"]]
        self.press = self.world.press(self.anna, message, "pressed")

    def call(self, method, files=None, **params):
        return METHODS[method.lower()](self.world, Arguments(params, files or {}))

    def examples(self):
        """A call of each method with all that the sandbox reads."""
        here, text = {"chat_id": self.chat.id}, {"text": "Hello", "entities": ENTITIES}
        caption = {"caption": "Hello", "caption_entities": ENTITIES, "parse_mode": "HTML"}
        scope = {"scope": {"type": "chat", "chat_id": self.chat.id}, "language_code": "en"}
        message = {**here, "message_id": self.text["message_id"]}
        new = {
            **here,
            "message_thread_id": self.topic.thread_id,
            "reply_markup": KEYBOARD,
            "reply_parameters": {"message_id": self.text["message_id"]},
        }
        pressed = {"callback_query_id": self.press.id, "text": "Done", "show_alert": True}
        others = {"timeout": 0, "limit": 1, "offset": 0, "allowed_updates": ["message"]}
        hook = {"url": "https://example.org/", "allowed_updates": ["message"]}
        return {
            "getUpdates": others,
            "setWebhook": hook | {"drop_pending_updates": True},
            "deleteWebhook": {"drop_pending_updates": True},
            "getWebhookInfo": {},
            "sendMessage": new | text | {"parse_mode": "HTML"},
            "sendDocument": new | caption | {"document": "attach://document"},
            "sendPhoto": new | caption | {"photo": "attach://photo"},
            "sendChatAction": {
                **here,
                "message_thread_id": self.topic.thread_id,
                "action": "typing",
            },
            "editMessageText": message | text | {"parse_mode": "HTML", "reply_markup": KEYBOARD},
            "editMessageCaption": here
            | caption
            | {"message_id": self.file["message_id"], "reply_markup": KEYBOARD},
            "editMessageMedia": message
            | {
                "media": {"type": "photo", "media": "attach://photo"} | caption,
                "reply_markup": KEYBOARD,
            },
            "editMessageReplyMarkup": message | {"reply_markup": {"inline_keyboard": []}},
            "deleteMessage": message,
            "deleteMessages": here | {"message_ids": [self.text["message_id"]]},
            "pinChatMessage": message,
            "unpinChatMessage": here,
            "answerCallbackQuery": pressed,
            "getMe": {},
            "getChat": here,
            "getChatMember": here | {"user_id": self.anna.id},
            "getChatAdministrators": here,
            "leaveChat": here,
            "setMyCommands": scope | {"commands": MENU},
            "getMyCommands": scope,
            "deleteMyCommands": scope,
            "setMyDescription": {"description": "A bot", "language_code": "en"},
            "setMyShortDescription": {"short_description": "A bot", "language_code": "en"},
        }


EXAMPLES = Place().examples()
"""For their names; each test makes a place of its own and takes its values."""


class Read(dict[str, object]):
    """Parameters that remember by which names they were asked for."""

    def __init__(self, values):
        super().__init__(values)
        self.names = set()

    def get(self, name, default=None):
        self.names.add(name)
        return super().get(name, default)


async def called(place, method, params):
    """The names that were read; raises Refusal."""
    given = Read(params)
    files = FILES if "attach://" in str(params) else {}
    result = METHODS[method.lower()](place.world, Arguments(given, files))
    if inspect.isawaitable(result):
        await result
    return given.names


def another_type(kind):
    """A value that is of no type that the parameter may have; None where anything is read."""
    if kind in WRONG:
        return WRONG[kind]
    if kind in ("String", "Boolean", "InputFile or String"):
        return None
    return {"not": "a list"} if kind.startswith("Array of ") else ["not an object"]


def test_every_method_of_the_sandbox_has_an_example():
    assert {name.lower() for name in EXAMPLES} == set(METHODS)


@pytest.mark.parametrize("method", EXAMPLES)
async def test_what_the_bot_api_allows_is_taken(method):
    place = Place()
    params = place.examples()[method]
    assert schema.problems(method, params) == []
    await called(place, method, params)


@pytest.mark.parametrize("method", EXAMPLES)
async def test_no_parameter_is_read_that_the_bot_api_does_not_have(method):
    place = Place()
    params = place.examples()[method]
    read = await called(place, method, params)
    other = Place()
    read |= await called(other, method, least(other, method))
    older = OLDER.get(method.lower(), set())
    assert read - older <= schema.METHODS[method].keys()
    assert older <= read
    assert read - older - ELSEWHERE == params.keys()  # the example leaves out nothing


def least(place, method):
    """No more than there must be: without `reply_parameters` their older names are read."""
    wanted = {"chat_id", "message_id", "text", "caption", *schema.required(schema.METHODS[method])}
    return {name: value for name, value in place.examples()[method].items() if name in wanted}


REQUIRED = [(m, name) for m in EXAMPLES for name in schema.required(schema.METHODS[m])]


@pytest.mark.parametrize(("method", "name"), REQUIRED)
async def test_what_the_bot_api_requires_is_required(method, name):
    place = Place()
    params = place.examples()[method]
    del params[name]
    with pytest.raises(Refusal):
        await called(place, method, params)


TYPED = [
    (method, name)
    for method, params in EXAMPLES.items()
    for name in params
    if another_type(schema.METHODS[method][name]["type"]) is not None
]


@pytest.mark.parametrize(("method", "name"), TYPED)
async def test_a_value_of_another_type_is_refused(method, name):
    place = Place()
    params = place.examples()[method]
    params[name] = another_type(schema.METHODS[method][name]["type"])
    assert schema.problems(method, params) != []
    with pytest.raises(Refusal):
        await called(place, method, params)
