"""What is owed reaches its chat once, in order and within the limits, whatever Telegram does."""

from __future__ import annotations

import asyncio

import pytest
from owing import GIVEN, GIVEN_TEXT, USED, USED_TEXT, acquainted, texts

from bot.domain.notifications import Notification, NotificationKind
from bot.storage import open_database
from bot.telegram import outbox_sender
from bot.telegram.application import open_bot
from bot.telegram.transport import send_limits
from bot.telegram.transport.send_limits import SendLimits
from sandbox.faults import Fault

LOST = Fault(lost=True, times=1)


async def test_what_is_owed_is_sent_once_however_often_it_is_owed(world):
    ann = await acquainted(world)
    for _ in range(2):
        await world.services.outbox.owe("a", ann.id, GIVEN)
        await world.delivered()
    assert texts(ann) == [GIVEN_TEXT]
    assert await world.rows("state, message_id") == [("sent", ann.chat.last.id)]


async def test_it_is_said_in_the_language_the_chat_has_when_it_is_sent(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    await world.services.viewers.set_language(ann.id, "ru")
    await world.delivered()
    assert texts(ann) == ["✅ Доступ открыт. Посмотреть балансы: /balance"]


async def test_without_a_choice_of_the_chat_it_is_said_in_its_users_language(world):
    ann = await acquainted(world)
    await world.services.access.allow(ann.id)
    world.services.chat_profiles.save_soon(ann.id, "Ann", "ru")
    await world.services.outbox.owe("a", ann.id, GIVEN)
    await world.delivered()
    assert texts(ann) == ["✅ Доступ открыт. Посмотреть балансы: /balance"]


async def test_what_is_revised_is_edited_where_it_was_sent_and_not_where_it_was_pressed(world):
    ann, bob = await acquainted(world), await acquainted(world, "Bob")
    for user in (ann, bob):
        await world.services.outbox.owe("a", user.id, GIVEN)
    await world.delivered()
    await world.services.outbox.revise("a", USED, shown_in=bob.id)
    await world.delivered()
    assert (texts(ann), texts(bob)) == ([USED_TEXT], [GIVEN_TEXT])
    assert await world.rows() == ["sent", "sent"]


async def test_what_is_revised_before_it_was_sent_is_sent_as_it_is_now(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    await world.services.outbox.revise("a", USED, shown_in=0)
    await world.delivered()
    assert texts(ann) == [USED_TEXT]


async def test_what_is_revised_while_it_is_being_sent_is_edited_afterwards(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    async with world.sender() as sender:
        with world.telegram.hold("sendMessage") as hold:
            await hold.arrived(1)
            await world.services.outbox.revise("a", USED, shown_in=0)
        async with asyncio.timeout(10):
            await sender.idle()
    assert texts(ann) == [USED_TEXT]
    assert len([c for c in world.telegram.calls if c.method == "sendMessage"]) == 1


async def test_messages_to_one_chat_keep_their_order(world):
    ann = await acquainted(world)
    for number in range(5):
        facts = {"chat": str(number), "who": "Ann"}
        used = Notification(NotificationKind.INVITE_USED, facts)
        await world.services.outbox.owe(f"n{number}", ann.id, used)
    await world.delivered()
    assert [text.split()[1] for text in texts(ann)] == list("01234")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(
            status=500,
            body='{"ok": false, "error_code": 500, "description": "Internal Server Error"}',
            times=3,
        ),
        Fault(
            status=429,
            body='{"ok": false, "error_code": 429, "description": "Too Many Requests: retry '
            'after 1", "parameters": {"retry_after": 1}}',
            times=3,
        ),
    ],
)
async def test_what_telegram_surely_did_not_take_is_sent_until_it_does(world, fault):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    world.telegram.fault(fault, "sendMessage")
    for _ in range(3):
        await world.delivered()
        assert texts(ann) == []
        world.send_limits._blocked_until.clear()
        await world.time_passes()
    await world.delivered()
    assert texts(ann) == [GIVEN_TEXT]


async def test_what_never_left_is_sent_when_there_is_a_connection(world, tmp_path):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    right, world.bot = world.bot, open_bot(world.telegram.token, "http://127.0.0.1:1/")
    for _ in range(3):
        await world.delivered()
        await world.time_passes()
    await world.bot.session.close()
    world.bot = right
    assert await world.rows("state, lost") == [("pending", 0)]
    await world.delivered()
    assert texts(ann) == [GIVEN_TEXT]


async def test_a_new_message_whose_answer_is_lost_again_and_again_is_sent_twice_at_most(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    world.telegram.fault(Fault(lost=True), "sendMessage")
    for _ in range(5):
        await world.delivered()
        await world.time_passes()
    assert texts(ann) == [GIVEN_TEXT] * 2
    assert await world.rows("state, due_at") == [("uncertain", None)]


async def test_what_is_revised_while_answers_are_lost_is_sent_twice_at_most_too(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    world.telegram.fault(Fault(lost=True), "sendMessage")
    for _ in range(5):
        await world.services.outbox.revise("a", GIVEN)
        await world.delivered()
        await world.time_passes()
    assert texts(ann) == [GIVEN_TEXT] * 2
    assert await world.rows("state, due_at") == [("uncertain", None)]


async def test_a_try_of_a_process_that_is_gone_counts_as_lost_whatever_is_revised(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    await world.services.outbox.take(1, ())
    await world.services.outbox.revise("a", USED)  # and then it is killed
    assert await world.rows() == ["sending"]
    await world.time_passes()
    await world.delivered()
    assert (texts(ann), await world.rows("state, lost")) == ([USED_TEXT], [("sent", 1)])


async def test_a_lost_answer_to_an_edit_is_asked_for_again_without_harm(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    await world.delivered()
    await world.services.outbox.revise("a", USED, shown_in=0)
    world.telegram.fault(Fault(lost=True, times=3), "editMessageText")
    for _ in range(4):
        await world.delivered()
        await world.time_passes()
    assert texts(ann) == [USED_TEXT]
    assert await world.rows() == ["sent"]


async def test_a_try_of_a_process_that_is_gone_counts_as_lost(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    for _ in range(3):
        await world.services.outbox.take(1, ())  # and then it is killed
        await world.time_passes()
    await world.delivered()
    assert (texts(ann), await world.rows()) == ([], ["uncertain"])


async def test_a_chat_that_blocked_the_bot_is_left_alone_until_it_writes(world):
    ann = await acquainted(world)
    ann.blocks_bot()
    for name in ("a", "b"):
        await world.services.outbox.owe(name, ann.id, GIVEN)
    await world.delivered()
    sent = len(world.telegram.calls)
    await world.time_passes()
    await world.delivered()
    assert len(world.telegram.calls) == sent == 1
    assert await world.rows() == ["undeliverable"] * 2
    ann.unblocks_bot()
    await world.services.outbox.heard_from(ann.id)
    await world.delivered()
    assert texts(ann) == [GIVEN_TEXT] * 2


async def test_a_chat_in_flood_control_holds_up_nobody_else(world):
    ann, bob = await acquainted(world), await acquainted(world, "Bob")
    for user in (ann, bob):
        await world.services.outbox.owe("a", user.id, GIVEN)
    world.send_limits._blocked_until[ann.id] = asyncio.get_running_loop().time() + 60
    async with world.sender():
        async with asyncio.timeout(10):
            while not texts(bob):
                await asyncio.sleep(0.01)
    assert texts(ann) == []


async def test_a_message_that_was_deleted_is_sent_anew_when_there_is_more_to_say(world):
    ann = await acquainted(world)
    await world.services.outbox.owe("a", ann.id, GIVEN)
    await world.delivered()
    await world.bot.delete_message(ann.id, ann.chat.last.id)
    await world.services.outbox.revise("a", USED, shown_in=0)
    await world.delivered()
    assert texts(ann) == [USED_TEXT]


async def test_what_is_owed_to_a_topic_that_is_gone_is_sent_to_its_chat(world):
    forum = world.telegram.supergroup("Forum", forum=True)
    await world.services.outbox.owe("a", forum.id, GIVEN, thread_id=777)
    await world.delivered()
    assert forum.last.text == GIVEN_TEXT
    assert await world.rows() == ["sent"]


async def test_old_messages_are_forgotten(world):
    await world.services.outbox.owe("a", 7, GIVEN)
    async with open_database(world.path) as database:
        await database.write("UPDATE outbox SET changed_at = 0")
    await world.services.outbox.owe("b", 7, GIVEN)
    await world.services.outbox.delete_old()
    assert await world.rows("subject") == ["b"]


async def test_the_pace_keeps_telegrams_limits():
    now = asyncio.get_running_loop().time()
    keeps = SendLimits()
    keeps.count(1)
    for _ in range(send_limits.GROUP_PER_MINUTE):
        keeps.count(-1)
    waits = keeps.waiting_chats()
    assert 0.9 < waits[1] <= send_limits.CHAT_INTERVAL
    assert 59 < waits[-1] <= send_limits.MINUTE
    assert keeps.free_places() == send_limits.PER_SECOND - send_limits.GROUP_PER_MINUTE - 1
    for chat_id in range(10, 10 + send_limits.PER_SECOND):
        keeps.count(chat_id)
    assert keeps.free_places() == 0
    assert asyncio.get_running_loop().time() - now < 1


def test_a_try_ends_before_its_lease():
    from bot.services.outbox import LEASE

    assert LEASE.total_seconds() > outbox_sender.TIMEOUT + outbox_sender.FINISH_TIMEOUT
