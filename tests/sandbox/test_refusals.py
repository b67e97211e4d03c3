"""What the real Bot API refuses in messages, keyboards and requests, and a bot must expect."""

from __future__ import annotations

import pytest

KEYBOARD = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "🏟" * 2049}, "message is too long"),
        (
            {"text": "1 < 2", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "" at byte offset 2',
        ),
        (
            {"text": "*a*", "parse_mode": "MarkdownV2"},
            "can't parse entities: the sandbox knows no parse mode but HTML",
        ),
        ({"text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "a", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "a", "message_thread_id": 99}, "message thread not found"),
        ({"text": "a", "chat_id": 1}, "chat not found"),
        ({"text": "a", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
        ({"text": "a", "entities": "{}"}, "can't parse entities: expected an Array"),
    ],
)
async def test_a_message_is_refused(api, anna, params, reason):
    assert await api.refused("sendMessage", **{"chat_id": anna.id, **params}) == (
        f"Bad Request: {reason}"
    )
    assert anna.chat.last_if_any is None


async def test_the_limit_counts_what_is_left_after_parsing(api, anna):
    await api.ok("sendMessage", chat_id=anna.id, text=f"<b>{'🏟' * 2048}</b>", parse_mode="html")


async def test_entities_are_taken_as_they_are_given(api, anna):
    bold = [{"type": "bold", "offset": 2, "length": 3}]
    await api.ok("sendMessage", chat_id=anna.id, text="🏟abc", entities=bold)
    assert anna.chat.last.html == "🏟<b>abc</b>"
    bold[0]["length"] = 4
    assert "ends after the end" in await api.refused(
        "sendMessage", chat_id=anna.id, text="🏟abc", entities=bold
    )


async def test_a_lost_message_may_be_answered_without_it(api, anna):
    reply = {"message_id": 99, "allow_sending_without_reply": True}
    await api.ok("sendMessage", chat_id=anna.id, text="a", reply_parameters=reply)


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"url": "no url"}, "inline keyboard button URL 'no url' is invalid: Wrong HTTP URL"),
        (
            {},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"callback_data": "a", "url": "https://a.bc"},
            "can't parse inline keyboard button: "
            "Exactly one action is expected, got callback_data, url",
        ),
        ({"callback_data": "a", "text": " "}, "inline keyboard button text must be non-empty"),
        (
            {"callback_data": "a", "text": None},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"callback_data": "a", "style": "pink"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
    ],
)
async def test_a_button_is_refused(api, anna, button, reason):
    keyboard = {"inline_keyboard": [[{"text": "Go", **button}]]}
    params = {"chat_id": anna.id, "text": "a", "reply_markup": keyboard}
    assert await api.refused("sendMessage", **params) == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    "button",
    [
        {"callback_data": "a" * 64},
        {"callback_data": "я" * 32, "style": "danger"},
        {"copy_text": {"text": "a" * 256}},
        {"url": "https://example.org/a"},
        {"url": "tg://user?id=1"},
        {"disabled": {}},
    ],
)
async def test_a_button_is_taken(api, anna, button):
    keyboard = {"inline_keyboard": [[{"text": "Go", **button}]]}
    await api.ok("sendMessage", chat_id=anna.id, text="a", reply_markup=keyboard)
    assert anna.chat.last.button("Go").style == button.get("style")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([9], "too many buttons in a row: no more than 8 are shown"),
        ([8] * 12 + [5], "reply markup is too long"),
    ],
)
async def test_a_keyboard_has_its_limits(api, anna, rows, reason):
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * row for row in rows]}
    params = {"chat_id": anna.id, "text": "a", "reply_markup": keyboard}
    assert await api.refused("sendMessage", **params) == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendMessage", {"text": "a", "reply_markup": []}, "object expected as reply markup"),
        (
            "sendMessage",
            {"text": "a", "reply_markup": {"inline_keyboard": {}}},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ("editMessageText", {"text": "a"}, "message identifier is not specified"),
        ("editMessageText", {"text": "a", "inline_message_id": "1"}, "MESSAGE_ID_INVALID"),
        ("editMessageText", {"message_id": "x"}, 'field "message_id" must be a Number'),
        ("editMessageText", {"message_id": True}, 'field "message_id" must be a Number'),
        ("deleteMessages", {"message_ids": []}, "message identifiers are not specified"),
        ("setMyCommands", {"scope": [1]}, "can't parse scope: object expected"),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "galaxy"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ("setMyCommands", {"commands": [{}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyDescription", {"description": "a" * 513}, "description is too long"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("getChatMember", {"user_id": 1}, "user not found"),
        (
            "getChatAdministrators",
            {},
            "there are no administrators in the private chat",
        ),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ],
)
async def test_an_odd_request_is_refused(api, anna, method, params, reason):
    assert await api.refused(method, chat_id=anna.id, **params) == f"Bad Request: {reason}"


async def test_only_inline_keyboards_are_edited_in(api, anna, hello):
    where = {"chat_id": anna.id, "message_id": hello.id}
    reply_keyboard = {"keyboard": [[{"text": "a"}]]}
    await api.ok("sendMessage", chat_id=anna.id, text="a", reply_markup=reply_keyboard)
    assert await api.refused("editMessageReplyMarkup", **where, reply_markup=reply_keyboard) == (
        "Bad Request: inline keyboard expected"
    )
    params = {**where, "caption": "a"}
    assert await api.refused("editMessageCaption", **params) == (
        "Bad Request: there is no caption in the message to edit"
    )


async def test_pinning_in_a_group_is_for_administrators(api, telegram):
    group = telegram.supergroup("Team")
    sent = await api.ok("sendMessage", chat_id=group.id, text="a")
    where = {"chat_id": group.id, "message_id": sent["message_id"]}
    assert "not enough rights" in await api.refused("pinChatMessage", **where)
    group.bot = "administrator"
    await api.ok("pinChatMessage", **where)
    assert (await api.ok("getChat", chat_id=group.id))["pinned_message"]["text"] == "a"
