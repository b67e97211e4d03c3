"""Edits, deletions and answers to presses, with what the real Bot API refuses of them."""

from __future__ import annotations

SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
KEYBOARD = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


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
