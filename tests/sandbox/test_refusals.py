"""Everything the real Bot API refuses and a bot must live with."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from sandbox.faults import Fault
from sandbox.telegram import blocked, flood

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
KEYBOARD = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
async def hello(api, anna):
    """A message of the bot with a button."""
    await api.ok("sendMessage", chat_id=anna.id, text="<b>hello</b>", parse_mode="HTML")
    return anna.chat.last


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
    assert anna.chat.last is None


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


async def edit(api, message, **params):
    where = {"chat_id": message.chat.id, "message_id": message.id}
    return await api.refused("editMessageText", **where, **params)


async def test_an_edit_that_changes_nothing_is_refused(api, hello):
    assert await edit(api, hello, text=" <strong>hello</strong> ", parse_mode="HTML") == SAME
    assert hello.edited is False


async def test_formatting_or_a_keyboard_is_a_change(api, anna, hello):
    where = {"chat_id": anna.id, "message_id": hello.id}
    await api.ok("editMessageText", **where, text="hello")
    await api.ok("editMessageText", **where, text="hello", reply_markup=KEYBOARD)
    assert hello.labels == [["Go"]]
    assert await edit(api, hello, text="hello", reply_markup=KEYBOARD) == SAME
    await api.ok("editMessageReplyMarkup", **where)
    assert hello.labels == []
    assert await api.refused("editMessageReplyMarkup", **where) == SAME


async def test_only_messages_of_the_bot_that_are_there_are_edited(api, telegram, anna, hello):
    theirs = anna.chat.screen[0]
    assert await edit(api, theirs, text="a") == "Bad Request: message can't be edited"
    await api.ok("deleteMessage", chat_id=anna.id, message_id=hello.id)
    assert await edit(api, hello, text="a") == "Bad Request: message to edit not found"
    assert hello not in anna.chat.screen


async def test_a_message_is_deleted_once(api, anna, hello):
    where = {"chat_id": anna.id, "message_id": hello.id}
    await api.ok("deleteMessage", **where)
    assert await api.refused("deleteMessage", **where) == (
        "Bad Request: message to delete not found"
    )


async def test_in_a_group_only_an_administrator_deletes_what_others_wrote(api, telegram, anna):
    group = telegram.group("Team")
    anna.posts("secret", to=group)
    theirs = group.screen[0]
    where = {"chat_id": group.id, "message_id": theirs.id}
    assert await api.refused("deleteMessage", **where) == ("Bad Request: message can't be deleted")
    many = {"chat_id": group.id, "message_ids": [theirs.id]}
    assert await api.refused("deleteMessages", **many) == "Bad Request: message can't be deleted"
    telegram.adds_bot(group, by=anna, admin=True)
    await api.ok("deleteMessages", chat_id=group.id, message_ids=[theirs.id, 99])
    assert group.screen == []


async def test_a_press_is_answered_while_it_is_known(api, telegram, anna):
    await api.ok("sendMessage", chat_id=anna.id, text="a", reply_markup=KEYBOARD)
    press = anna.pressed("Go", on=anna.chat.last)
    answer = {"callback_query_id": press.id}
    await api.ok("answerCallbackQuery", **answer, text="first")
    await api.ok("answerCallbackQuery", **answer, text="second")
    assert press.answer.text == "first"
    assert await api.refused("answerCallbackQuery", **answer, text="a" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    telegram.expire_presses()
    assert await api.refused("answerCallbackQuery", **answer) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_a_bot_cannot_write_first(api, telegram):
    boris = telegram.user("Boris")
    assert await api.refused("sendMessage", chat_id=boris.id, text="a") == (
        "Forbidden: bot can't initiate conversation with a user"
    )


async def test_a_bot_that_is_not_in_a_chat_cannot_write_there(api, telegram, anna):
    async def refusal(chat):
        return await api.refused("sendMessage", chat_id=chat.id, text="a")

    anna.blocks_bot()
    assert await refusal(anna.chat) == "Forbidden: bot was blocked by the user"
    with pytest.raises(ValueError, match="unblock"):
        anna.posts("hello?")
    anna.unblocks_bot()
    await api.ok("sendMessage", chat_id=anna.id, text="a")
    team = telegram.supergroup("Team")
    telegram.removes_bot(team, by=anna)
    assert await refusal(team) == "Forbidden: bot was kicked from the supergroup chat"
    group = telegram.group("Team")
    telegram.removes_bot(group)
    assert await refusal(group) == "Forbidden: bot was kicked from the group chat"
    news = telegram.channel("News", bot_member=False, username="the_news")
    assert await refusal(news) == "Forbidden: bot is not a member of the channel chat"
    assert await refusal(telegram.group("Other", bot_member=False)) == "Bad Request: chat not found"
    telegram.adds_bot(news, by=anna, admin=True)
    await api.ok("sendMessage", chat_id="@The_News", text="a")


async def test_an_upgraded_group_tells_its_new_id(api, telegram):
    group = telegram.group("Team")
    new = telegram.migrate(group)
    answer = await api.call("sendMessage", chat_id=group.id, text="a")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    await api.ok("sendMessage", chat_id=new.id, text="a")


async def test_a_flood_is_told_when_to_come_again(api, telegram, anna):
    telegram.fault(flood(7), "sendMessage")
    answer = await api.call("sendMessage", chat_id=anna.id, text="a")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    await api.ok("sendMessage", chat_id=anna.id, text="a")


async def test_a_bad_gateway_answers_with_a_page(api, http, telegram):
    telegram.fault(Fault(status=502))
    async with http.post(api.url("getMe")) as response:
        assert response.status == 502
        assert response.content_type == "text/html"
        assert "<h1>502 Bad Gateway</h1>" in await response.text()
    telegram.heal()
    await api.ok("getMe")


async def test_a_fault_of_one_method_leaves_the_others(api, telegram, anna):
    telegram.fault(blocked(), "SENDMESSAGE")
    assert await api.refused("sendMessage", chat_id=anna.id, text="a") == (
        "Forbidden: bot was blocked by the user"
    )
    await api.ok("getMe")


async def test_a_dropped_connection_has_no_answer(api, telegram):
    telegram.fault(Fault(drop=True, times=1))
    with pytest.raises(aiohttp.ClientError):
        await api.call("getMe")
    await api.ok("getMe")


async def test_silence_lasts_until_the_client_goes(api, http, telegram):
    telegram.fault(Fault(silence=True, times=1))
    with pytest.raises(TimeoutError):
        await http.post(api.url("getMe"), timeout=aiohttp.ClientTimeout(total=0.1))
    await api.ok("getMe")


async def test_a_held_call_goes_on_when_it_is_released(api, telegram):
    with telegram.hold("getMe") as hold:
        call = asyncio.create_task(api.ok("getMe"))
        await hold.arrived()
        assert not call.done()
    await call
    await api.ok("getMe")


async def test_every_call_is_in_the_journal(api, telegram, anna):
    params = {"chat_id": anna.id, "text": "a secret"}
    await api.ok("sendMessage", **params)
    await api.refused("sendMessage", chat_id=1, text="b")
    sent, refused = telegram.calls
    assert (sent.method, sent.params, sent.ok, sent.status) == ("sendMessage", params, True, 200)
    assert refused.description == "Bad Request: chat not found"
    assert sent.contains("secret")
    assert not refused.contains("secret")


async def test_a_server_before_bot_api_9_5_knows_no_time_and_reads_the_text_first(api, telegram):
    telegram.older_than_times()
    text = 'at <tg-time unix="1" format="r">noon</tg-time>'
    assert await api.refused("sendMessage", chat_id=404, text=text, parse_mode="HTML") == (
        'Bad Request: can\'t parse entities: Unsupported start tag "tg-time" at byte offset 3'
    )
    assert "chat not found" in await api.refused("sendMessage", chat_id=404, text="at noon")
