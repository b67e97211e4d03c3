"""What an operation changes, records and owes is kept together; what is owed follows the facts."""

from __future__ import annotations

import asyncio

import pytest
from owing import GIVEN, GIVEN_TEXT, USED, USED_TEXT, acquainted, texts

from bot.domain.audit import THE_BOT, Actor
from bot.domain.notifications import Notification, NotificationKind
from bot.services.access_requests import NotNow
from bot.storage import open_database


async def test_an_operation_cancelled_at_any_moment_and_asked_for_again_is_whole(world):
    """The change, its audit entry and what others are owed; each turn of the loop is a moment."""
    admin = 5
    for latest_press in range(0, 160, 2):
        asker, by = 1000 + latest_press, Actor(admin, "Admin", f"press:{latest_press}")
        await world.services.access_requests.ask(asker, "Team", Actor(asker, "Anna"))
        (request,) = await world.services.access_requests.all_open()
        deciding = asyncio.create_task(world.services.access_requests.grant(request.id, [], by))
        for _ in range(latest_press):
            await asyncio.sleep(0)
        deciding.cancel()
        await asyncio.gather(deciding, return_exceptions=True)
        assert await everything_of(world, asker) in ([0, 0, 0], [1, 1, 1])
        assert await world.services.access_requests.grant(request.id, [], by) == "Team"
        assert await everything_of(world, asker) == [1, 1, 1]


async def everything_of(world, asker):
    """How many grants, entries of the trail and owed answers the chat has."""
    counts = [
        "SELECT count(*) FROM grants WHERE chat_id = ?",
        "SELECT count(*) FROM audit WHERE event = 'granted' AND chat_id = ?",
        "SELECT count(*) FROM outbox WHERE kind = 'access_given' AND chat_id = ?",
    ]
    async with open_database(world.path) as database:
        return [number for sql in counts for (number,) in await database.rows(sql, asker)]


async def test_one_who_is_no_admin_any_more_is_told_nothing_that_is_for_admins(world):
    ann, bob = await acquainted(world), await acquainted(world, "Bob")
    await world.services.outbox.owe_admins("a", USED)
    await world.delivered()
    await world.services.outbox.owe_admins("b", USED)
    await world.services.outbox.revise(
        "a", Notification(NotificationKind.BOT_REMOVED, {"chat": "X"})
    )
    await world.services.outbox.owe("c", ann.id, GIVEN)
    await world.services.admins.remove(ann.id, by=THE_BOT)
    await world.delivered()
    assert texts(ann) == [USED_TEXT, GIVEN_TEXT]
    assert texts(bob) == ["🚪 I was removed from X, so its access has ended.", USED_TEXT]


async def test_an_operation_that_is_rolled_back_owes_nothing(world):
    async def operation():
        async with world.services.outbox._database.transaction():
            await world.services.outbox.owe("a", 7, GIVEN)
            raise LookupError

    with pytest.raises(LookupError):
        await operation()
    assert await world.rows() == []


async def test_an_admin_who_was_asked_about_a_group_is_asked_of_its_new_id(world):
    ann = await acquainted(world)
    by = Actor(ann.id, "Ann", "member:1")
    await world.services.membership.on_bot_added(-77, "Team", by)
    await world.delivered()
    await world.services.membership.on_chat_moved(-77, -10077)
    await world.delivered()
    (message,) = [m for m in ann.chat.screen if m.sender is not ann]
    assert "-10077" in message.text
    assert all(":-77:" not in (b.data or "") for row in message.keyboard for b in row)


async def test_a_chat_that_got_access_while_it_asked_opens_no_request(world):
    await world.services.access.allow(77)
    refusal = await world.services.access_requests.ask(77, "Team", Actor(77, "Anna"))
    assert refusal is NotNow.HAS_ACCESS
    assert await world.services.access_requests.all_open() == ()
    assert await world.rows() == []
