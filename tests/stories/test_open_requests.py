"""Requests that nobody has answered: closed by access of another kind, by time, from a list."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from story import Story, labels, new_story, new_world, running_bot

from bot.domain.audit import Actor
from bot.domain.notifications import NotificationKind, OwedMessage
from bot.services.access_request_messages import MAX_MESSAGES_PER_HOUR
from bot.services.access_requests import LIFETIME, MAX_OPEN, NotNow
from sandbox.telegram.chats import Chat
from sandbox.telegram.people import User

ASKS = "is asking for access"
GIVEN = "✅ Access granted. See balances: /balance"


@pytest.fixture
async def own(tmp_path: Path):
    """A world without the requests of other stories."""
    async with new_story(tmp_path) as story:
        await story.admin.sends("/start")
        yield story


async def asks(story: Story, name: str = "Team") -> User:
    """Somebody whose chat has asked; every admin was told."""
    stranger = story.telegram.user(name)
    await stranger.sends("/start")
    await stranger.clicks("🔔")
    await story.told(story.admin.chat, f"{name} {ASKS}")
    return stranger


def sql(story: Story, statement: str, *values: object) -> Sequence[tuple[object, ...]]:
    """What another process does to the file of the bot, or sees in it."""
    with closing(sqlite3.connect(story.settings.database_path)) as connection:
        rows = connection.execute(statement, values).fetchall()
        connection.commit()
        return rows


def acting(story: Story) -> Actor:
    return Actor(story.admin.id, "Admin")


async def test_an_invite_closes_the_request_of_its_chat(own: Story) -> None:
    stranger = await asks(own)
    token = (await own.services.invites.make([], None, acting(own))).token
    question = own.admin.chat.last
    await stranger.sends(f"/start invite-{token}")
    assert (await own.shows(lambda: question, "has access")).text == (
        "✅ Team now has access (invite)."
    )
    assert labels(question) == []
    assert await own.services.access_requests.all_open() == ()


async def test_access_given_by_an_admin_closes_it_and_the_chat_is_told(own: Story) -> None:
    stranger = await asks(own)
    question = own.admin.chat.last
    await own.services.access.allow(stranger.id, by=acting(own))
    await own.shows(lambda: question, "✅ Team now has access (Admin).")
    await own.told(stranger.chat, GIVEN)


async def test_the_command_line_closes_it_too_and_the_chat_that_asked_is_told(
    own: Story,
) -> None:
    stranger = await asks(own)
    question = own.admin.chat.last
    await own.services.access.allow(stranger.id)
    await own.shows(lambda: question, "✅ Team now has access (command line).")
    await own.told(stranger.chat, GIVEN)
    await own.services.access.deny(stranger.id)
    await stranger.sends("/start")
    assert (await stranger.clicks("🔔")).text.startswith("Request sent")


async def test_a_request_that_nobody_answers_ends_and_the_chat_may_ask_again(own: Story) -> None:
    stranger = await asks(own)
    question = own.admin.chat.last
    await own.services.access_requests.end_old()
    assert len(await own.services.access_requests.all_open()) == 1
    sql(
        own,
        "UPDATE requests SET asked_at = asked_at - ?",
        LIFETIME // timedelta(milliseconds=1) + 1,
    )
    await own.services.retention.apply()
    assert (await own.shows(lambda: question, "has expired")).text == (
        "⌛ The request from Team has expired: nobody answered. The chat can ask again."
    )
    assert (await stranger.clicks("🔔")).text.startswith("Request sent")
    again = await own.told(own.admin.chat, ASKS)
    assert again is not question
    page = await own.services.audit.page(0, 10)
    assert "request_expired" in {entry.event for entry in page.entries}


async def test_a_request_follows_its_group_to_a_new_id(own: Story) -> None:
    await own.register("Shop")
    group, member = own.telegram.group("Team"), own.telegram.user("Member")
    await member.sends("/start", to=group)
    await member.clicks("🔔", to=group)
    question = await own.told(own.admin.chat, f"Chat ID: {group.id}")
    supergroup: Chat = own.telegram.migrate(group)
    await own.telegram.settled()
    await own.shows(lambda: question, f"Chat ID: {supergroup.id}")
    await own.admin.clicks("Shop", on=question)
    await own.told(supergroup, GIVEN)
    (chat,) = await own.services.access.granted()
    assert (chat.chat_id, chat.names) == (supergroup.id, ("Shop",))


async def test_of_two_requests_of_a_group_that_moved_one_is_left(own: Story) -> None:
    await own.services.access_requests.ask(-5, "Team", Actor(1, "Anna"))
    first = await own.told(own.admin.chat, "Chat ID: -5")
    await own.services.access_requests.ask(-1005, "Team", Actor(1, "Anna"))
    await own.told(own.admin.chat, "Chat ID: -1005")
    await own.services.membership.on_chat_moved(-5, -1005)
    await own.shows(lambda: first, "has expired")
    assert [each.chat_id for each in await own.services.access_requests.all_open()] == [-1005]


async def test_a_request_waits_for_admins_who_could_not_be_told(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story:
        async with running_bot(story):
            stranger = story.telegram.user("Team")
            await stranger.sends("/start")
            await stranger.clicks("🔔")  # the admin never wrote to the bot
            async with asyncio.timeout(10):
                while not sql(story, "SELECT 1 FROM outbox WHERE state = 'undeliverable'"):
                    await asyncio.sleep(0.02)
        async with running_bot(story):
            await story.admin.sends("/start")
            question = await story.told(story.admin.chat, ASKS)
            await story.admin.clicks("All", on=question)
            await story.told(stranger.chat, GIVEN)


async def test_open_requests_are_answered_from_the_list_in_access(own: Story) -> None:
    await own.register("Shop")
    people = [await asks(own, f"Team {number}") for number in range(2)]
    questions = [message for message in own.admin.chat.screen if ASKS in message.text]
    screen = await own.admin.sends("/access")
    assert "🔔 Requests waiting: 2" in screen.text
    await own.admin.clicks("Requests (2)")
    assert screen.text.startswith("Access requests\n\n1. Team 0 · ")
    assert labels(screen) == ["1. Team 0", "2. Team 1", "‹ Back"]
    await own.admin.clicks("1. Team 0")
    assert screen.text == questions[0].text
    assert labels(screen)[:-1] == labels(questions[0])
    toast = await own.admin.clicks("Shop")
    assert toast.text == "✅ Team 0 now has access."
    assert labels(screen) == ["1. Team 1", "‹ Back"]
    await own.told(people[0].chat, GIVEN)
    await own.shows(lambda: questions[0], "was given access by Admin: Shop")
    await own.admin.clicks("1. Team 1")
    assert (await own.admin.clicks("Deny for good")).text == "✖️ Team 1: denied."
    assert screen.text == "Access requests\n\nNo requests right now."
    await own.shows(lambda: questions[1], "was denied access by Admin")
    await own.admin.clicks("Back")
    assert "waiting" not in screen.text
    assert (await people[1].clicks("🔔")).text.startswith("The owner doesn't accept")


async def test_all_registers_are_named_as_all(own: Story) -> None:
    await asks(own)
    question = own.admin.chat.last
    await own.admin.clicks("✅ All", on=question)
    assert question.text == "✅ Team was given access by Admin: All"


async def test_a_request_that_is_closed_meanwhile_is_not_answered_again(own: Story) -> None:
    stranger = await asks(own)
    screen = await own.admin.sends("/access")
    await own.admin.clicks("Requests (1)")
    await own.admin.clicks("1. Team")
    await own.services.access.allow(stranger.id)
    toast = await own.admin.clicks("Deny for good", on=screen)
    assert toast.text == "This request has already been answered."
    assert screen.text.endswith("No requests right now.")
    assert (await own.services.viewers.get(stranger.id)).allowed


async def test_many_requests_are_listed_in_pages(own: Story) -> None:
    for number in range(10):
        await own.services.access_requests.ask(100 + number, f"Team {number}", Actor(1, "Anna"))
    sql(own, "DELETE FROM outbox")  # one a second: nobody waits for them here
    screen = await own.admin.sends("/access")
    await own.admin.clicks("Requests (10)", on=screen)
    assert labels(screen)[-3:] == ["1/2", "›", "‹ Back"]
    await own.admin.clicks("›", on=screen)
    assert labels(screen) == ["9. Team 8", "10. Team 9", "‹", "2/2", "‹ Back"]
    await own.admin.clicks("9. Team 8", on=screen)
    await own.admin.clicks("‹ Back", on=screen)
    assert labels(screen)[0] == "9. Team 8"


@pytest.mark.parametrize("data", ["wait:grant:1:0:0", "wait:list:0:0:0", "lnk:list:invite:0:0"])
async def test_only_admins_may_look_at_the_lists(own: Story, data: str) -> None:
    stranger = await asks(own)
    screen = stranger.chat.last
    before = screen.text
    assert "no access" in (await stranger.presses_data(data, on=screen)).text
    assert stranger.chat.last.text == before
    assert len(await own.services.access_requests.all_open()) == 1


async def test_three_hundred_strangers_reach_an_admin_with_a_few_messages(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story:
        for number in range(300):
            who = Actor(1000 + number, f"Stranger {number}")
            assert await story.services.access_requests.ask(1000 + number, who.name, who) is None
        owed = await everything_owed(story)
    kinds = [owed_message.notification.kind for owed_message in owed]
    exclusive, waiting = NotificationKind.ACCESS_REQUESTED, NotificationKind.REQUESTS_WAITING
    assert kinds == [exclusive] * MAX_MESSAGES_PER_HOUR + [waiting]
    assert owed[-1].notification.facts == {"count": 300 - MAX_MESSAGES_PER_HOUR}


async def everything_owed(story: Story) -> list[OwedMessage]:
    owed: list[OwedMessage] = []
    while some := await story.services.outbox.take(100, busy_chats=()):
        for each in some:
            await story.services.outbox.sent(each, each.id)
        owed += some
    return owed


async def hour_is_full(story: Story) -> None:
    """As many requests as may reach the admins one by one; all of them are answered."""
    for number in range(MAX_MESSAGES_PER_HOUR):
        await story.services.access_requests.ask(100 + number, "Past", Actor(1, "Anna"))
    sql(story, "UPDATE requests SET decided_at = asked_at")
    sql(story, "DELETE FROM outbox")


async def test_what_is_beyond_an_hours_number_is_one_message_that_counts(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story:
        await hour_is_full(story)
        async with running_bot(story):
            await story.admin.sends("/start")
            for number in range(3):
                by = Actor(1, "Anna")
                await story.services.access_requests.ask(200 + number, f"Team {number}", by)
            message = await story.told(story.admin.chat, "🔔 3 more access requests")
            assert message.text == "🔔 3 more access requests are waiting."
            await story.admin.clicks("Show requests", on=message)
            screen = story.admin.chat.last
            assert screen is not message
            assert labels(screen) == ["1. Team 0", "2. Team 1", "3. Team 2", "‹ Back"]
            await story.admin.clicks("Team 0", on=screen)
            await story.admin.clicks("All", on=screen)
            await story.shows(lambda: message, "🔔 2 more access requests are waiting.")
            for chat_id in (201, 202):
                await story.services.access.allow(chat_id)
            await story.shows(lambda: message, "🔔 No more requests waiting.")
            assert labels(message) == []
            assert story.admin.chat.last is screen


async def test_an_hour_later_they_reach_the_admins_one_by_one_again(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story:
        await hour_is_full(story)
        await story.services.access_requests.ask(300, "Together", Actor(1, "Anna"))
        sql(story, "UPDATE requests SET asked_at = asked_at - 3600001")
        await story.services.access_requests.ask(301, "Alone", Actor(1, "Anna"))
        kinds = [each.notification.kind for each in await everything_owed(story)]
    assert kinds == [NotificationKind.REQUESTS_WAITING, NotificationKind.ACCESS_REQUESTED]


async def test_requests_do_not_pile_up_without_an_end(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story:
        sql(
            story,
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO requests (chat_id, asked_at) SELECT i, 1 FROM n
            """,
            MAX_OPEN,
        )
        refusal = await story.services.access_requests.ask(5000, "Team", Actor(1, "Anna"))
        assert refusal is NotNow.TOO_MANY_IN_ALL
        await story.services.access_requests.end_old()
        assert await story.services.access_requests.ask(5000, "Team", Actor(1, "Anna")) is None


async def test_a_group_that_removes_the_bot_closes_its_request(own: Story) -> None:
    team, member = own.telegram.group("Team"), own.telegram.user("Member")
    answer = await member.sends("/balance", to=team)
    await member.clicks("Request", on=answer)
    question = own.admin.chat.last
    removed = own.telegram.removes_bot(team, by=member)
    await own.telegram.confirmed(removed)
    assert question.text == "🚪 I was removed from Team, so its request is closed."
    assert await own.services.access_requests.all_open() == ()
