"""The words tests are written with: people write and press, and see what the bot made of it."""

from __future__ import annotations

import asyncio

import pytest

from sandbox.telegram import CallbackAnswer, NotConfirmedError

pytestmark = pytest.mark.usefixtures("echo")


async def test_a_message_brings_the_answer(telegram):
    anna = telegram.user("Anna", language="ru")
    reply = await anna.sends("hello")
    assert reply.text == "echo hello"
    assert [message.text for message in anna.chat.screen] == ["hello", "echo hello"]
    assert anna.chat.last is reply


async def test_a_press_brings_the_toast_and_the_edit(telegram):
    anna = telegram.user("Anna")
    reply = await anna.sends("hello")
    assert await anna.clicks("Press") == CallbackAnswer("done", alert=False)
    assert (reply.text, reply.edited, reply.labels) == ("got pressed", True, [])


async def test_forged_data_reaches_the_bot(telegram):
    anna = telegram.user("Anna")
    reply = await anna.sends("hello")
    await anna.presses_data("forged:1", on=reply)
    assert reply.text == "got forged:1"


async def test_a_label_must_match_one_button(telegram):
    anna = telegram.user("Anna")
    await anna.sends("hello")
    with pytest.raises(LookupError, match=r"labels: \[\['Press me'\]\]"):
        await anna.clicks("Refresh")


async def test_there_is_no_press_without_a_keyboard(telegram):
    with pytest.raises(LookupError, match="no message with a keyboard"):
        await telegram.user("Anna").clicks("Refresh")


async def test_in_a_group_the_bot_hears_only_what_is_for_it(telegram, anna):
    group = telegram.group("Team")
    await anna.sends_unanswered("hello", to=group)
    await anna.sends_unanswered("/hello@other_bot", to=group)
    assert (await anna.sends("/hello", to=group)).text == "echo /hello"
    addressed = f"/hello@{telegram.bot.username}"
    reply = await anna.sends(addressed, to=group)
    assert reply.text == f"echo {addressed}"
    assert (await anna.sends("and you?", to=group, reply_to=reply)).text == "echo and you?"
    await anna.sends_unanswered("and they?", to=group)


async def test_silence_is_an_error_unless_it_is_expected(telegram, anna):
    group, channel = telegram.group("Team"), telegram.channel("News", bot_member=False)
    with pytest.raises(LookupError, match="the bot sent nothing after 'hello' of Anna"):
        await anna.sends("hello", to=group)
    with pytest.raises(LookupError, match="the bot sent nothing after 'hello' in <channel News"):
        await channel.posts("hello")
    with pytest.raises(LookupError, match="no message of the bot in <group Team"):
        _ = group.last
    assert await anna.reply_after("hello", to=group) is None
    await channel.posts_unanswered("hello")


async def test_an_answer_is_an_error_where_silence_is_expected(telegram, anna):
    with pytest.raises(AssertionError, match="'hello' of Anna was answered with <message"):
        await anna.sends_unanswered("hello")
    with pytest.raises(AssertionError, match=r"in <channel News.* was answered with <message"):
        await telegram.channel("News").posts_unanswered("hello")


async def test_a_press_has_no_answer_until_the_bot_gives_one(telegram, anna):
    reply = await anna.sends("hello")
    press = anna.pressed("Press", on=reply)
    with pytest.raises(LookupError, match="did not answer the press of 'pressed' on <message"):
        _ = press.answer
    await telegram.confirmed(press.update)
    assert press.answer.text == "done"


async def test_an_administrator_bot_hears_everything(telegram, anna):
    group = telegram.group("Team", bot_admin=True)
    assert (await anna.sends("hello", to=group)).text == "echo hello"


async def test_a_channel_post_is_answered_in_the_channel(telegram):
    channel = telegram.channel("News")
    reply = await channel.posts("/balance")
    assert reply.text == "echo /balance"
    assert "sender_chat" in reply.as_json()
    with pytest.raises(ValueError, match="no channel"):
        telegram.group("Team").posted("a")


async def test_a_topic_is_answered_in_the_topic(telegram, anna):
    forum = telegram.supergroup("Team", forum=True)
    money, other = forum.topic("Money"), forum.topic("Other")
    reply = await anna.sends("/balance", topic=money)
    assert reply.thread_id == money.thread_id
    assert money.last is reply
    assert other.screen == []
    await anna.sends_unanswered("hello", to=forum)
    with pytest.raises(ValueError, match="no forum"):
        telegram.supergroup("Team").topic("Money")


async def test_a_bot_without_updates_stays_quiet(telegram, anna):
    group = telegram.group("Team", bot_member=False)
    await anna.sends_unanswered("/hello", to=group)


async def test_waiting_names_what_it_waited_for(api, telegram, anna):
    with telegram.hold("sendMessage"):
        update = anna.posts("/balance")
        with pytest.raises(NotConfirmedError, match="'/balance' in <private Anna"):
            await telegram.confirmed(update, within=0.05)
    await telegram.settled()
    assert anna.chat.last.text == "echo /balance"


async def test_waiting_goes_on_until_a_bot_that_can_tell_is_idle(telegram):
    anna, done = telegram.user("Anna"), asyncio.Event()
    telegram.when_idle(done.wait)
    with pytest.raises(NotConfirmedError, match="to be idle after update"):
        await telegram.confirmed(anna.posts("hello"), within=0.3)
    done.set()
    assert (await anna.sends("hello")).text == "echo hello"


async def test_what_a_chat_shows_can_be_waited_for(telegram):
    anna = telegram.user("Anna")
    anna.posts("hello")
    await telegram.shows(lambda: anna.chat.last_if_any)
    with pytest.raises(TimeoutError):
        await telegram.shows(lambda: len(anna.chat.screen) > 2, within=0.05)


async def test_a_copied_text_is_not_sent_to_the_bot(api, telegram, anna):
    button = {"text": "Copy", "copy_text": {"text": "100.1"}}
    await api.ok(
        "sendMessage", chat_id=anna.id, text="a", reply_markup={"inline_keyboard": [[button]]}
    )
    assert anna.chat.last.button("Copy").copy == "100.1"
    with pytest.raises(ValueError, match="sends nothing"):
        await anna.clicks("Copy")


async def test_what_changes_the_bot_s_place_is_told(telegram, anna):
    group = telegram.group("Team", bot_member=False)
    for update in (
        telegram.adds_bot(group, by=anna),
        telegram.removes_bot(group, by=anna),
        anna.blocks_bot(),
        anna.unblocks_bot(),
    ):
        assert "my_chat_member" in update.body
        await telegram.confirmed(update)
