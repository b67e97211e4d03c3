"""Requests for access: asked with one press, decided once, and everybody is told."""

import asyncio

import pytest
from story import Story, figures, labels

from sandbox.telegram.people import User

SENT = "Request sent. The answer will come here."
WAITING = "This chat's request is waiting for an answer."


async def asks(story: Story, name: str = "Stranger", language: str = "en") -> User:
    """A stranger who asks for access; the admin's question is the newest message."""
    await story.admin.sends("/start")
    stranger = story.telegram.user(name, language=language)
    await stranger.sends("/start")
    await stranger.clicks("🔔")
    return stranger


async def second_admin(story: Story) -> User:
    token = (await story.services.admins.new_link()).token
    other = story.telegram.user("Other admin")
    await other.sends(f"/start admin-{token}")
    return other


async def test_an_admin_sees_who_asks_and_opens_one_register(story: Story) -> None:
    await story.register("Shop")
    await story.register("Bazaar")
    await story.admin.sends("/start")
    stranger = story.telegram.user("Stranger")
    answer = await stranger.sends("/balance")
    toast = await stranger.clicks("Request access")
    assert toast.text == SENT
    question = story.admin.chat.last
    assert question.text == (
        "🔔 Stranger is asking for access.\n"
        f"Chat ID: {stranger.id}\n"
        f"Asked by: Stranger, {stranger.id}"
    )
    assert labels(question) == ["Shop", "Bazaar", "✅ All", "✖️ Deny", "⛔ Deny for good"]
    await story.admin.clicks("Shop", on=question)
    assert question.text == "✅ Stranger was given access by Admin: Shop"
    assert labels(question) == []
    assert stranger.chat.last.text == "✅ Access granted. See balances: /balance"
    assert figures(await stranger.sends("/balance"))[0] == "💎 Shop"
    assert "has approved" in answer.text


async def test_all_registers_may_be_opened_at_once(story: Story) -> None:
    await story.register("Shop")
    stranger = await asks(story)
    await story.admin.clicks("All", on=story.admin.chat.last)
    await story.register("Later")
    assert "💎 Later" in figures(await stranger.sends("/balance"))


async def test_a_denied_chat_is_told_and_may_ask_three_times_a_day(story: Story) -> None:
    stranger = await asks(story)
    first = stranger.chat.screen[1]
    for _ in range(2):
        assert (await stranger.clicks("Request", on=first)).text == WAITING
        await story.admin.clicks("✖️ Deny", on=story.admin.chat.last)
        assert stranger.chat.last.text == "The owner declined this chat's request for access."
        assert (await stranger.clicks("Request", on=first)).text == SENT
    await story.admin.clicks("✖️ Deny", on=story.admin.chat.last)
    toast = await stranger.clicks("Request", on=first)
    assert toast.text == "Too many requests from this chat today. Try again tomorrow."


async def test_a_chat_that_was_denied_for_good_disturbs_nobody_any_more(story: Story) -> None:
    stranger = await asks(story)
    first = stranger.chat.screen[1]
    await story.admin.clicks("Deny for good", on=story.admin.chat.last)
    before = len(story.admin.chat.screen)
    toast = await stranger.clicks("Request", on=first)
    assert toast.text == "The owner doesn't accept requests from this chat."
    assert len(story.admin.chat.screen) == before


async def test_the_first_answer_counts_and_every_admin_sees_who_gave_it(story: Story) -> None:
    await story.register("Shop")
    other = await second_admin(story)
    stranger = await asks(story)
    mine, theirs = story.admin.chat.last, other.chat.last
    presses = await asyncio.gather(
        story.admin.clicks("Shop", on=mine), other.clicks("✖️ Deny", on=theirs)
    )
    assert [p.text for p in presses].count("This request has already been answered.") == 1
    assert mine.text == theirs.text
    assert labels(mine) == labels(theirs) == []
    allowed = "was given access" in mine.text
    assert (await stranger.sends("/balance")).text.startswith("💎" if allowed else "🔒")
    await story.services.admins.remove(other.id, by=(await actor_of(story)))


async def actor_of(story: Story):
    from bot.domain.audit import Actor

    return Actor(story.admin.id, "Admin")


async def test_a_group_asks_for_itself(story: Story) -> None:
    await story.register("Shop")
    await story.admin.sends("/start")
    group = story.telegram.group("Team")
    member = story.telegram.user("Member")
    answer = await member.sends("/balance", to=group)
    await member.clicks("Request", on=answer)
    question = story.admin.chat.last
    assert question.text.startswith(f"🔔 Team is asking for access.\nChat ID: {group.id}")
    await story.admin.clicks("Shop", on=question)
    assert group.last.text.startswith("✅")
    assert "has approved" in (await member.sends("/balance")).text


async def test_a_request_speaks_russian_where_russian_is_spoken(story: Story) -> None:
    await story.register("Shop")
    await story.admin.sends("/start")
    stranger = story.telegram.user("Чужой", language="ru")
    await stranger.sends("/start")
    toast = await stranger.clicks("Запросить доступ")
    assert toast.text == "Запрос отправлен. Ответ придёт сюда."


@pytest.mark.parametrize("verdict", ["grant", "deny", "never"])
async def test_a_stranger_cannot_decide_for_herself(story: Story, verdict: str) -> None:
    await story.register("Shop")
    stranger = await asks(story)
    screen = stranger.chat.last
    for request_id in range(1, 40):
        await stranger.presses_data(f"dec:{request_id}:{verdict}:0", on=screen)
    assert "has approved" in (await stranger.sends("/balance")).text
    assert "is asking for access" in story.admin.chat.last.text


async def test_the_answer_to_a_request_comes_in_the_topic_it_was_asked_in(story: Story) -> None:
    await story.admin.sends("/start")
    forum = story.telegram.supergroup("Forum", forum=True)
    money, member = forum.topic("Money"), story.telegram.user("Member")
    answer = await member.sends("/balance", topic=money)
    await member.clicks("Request", on=answer)
    await story.admin.clicks("All", on=story.admin.chat.last)
    assert [m.text for m in money.screen][-1] == "✅ Access granted. See balances: /balance"


async def test_whoever_did_not_choose_is_told_in_the_language_of_her_client(story: Story) -> None:
    story.admin.speaks("ru")
    await story.admin.sends("/start")
    stranger = story.telegram.user("Чужой", language="ru")
    await stranger.sends("/start")
    await stranger.clicks("Запросить доступ")
    question = story.admin.chat.last
    assert question.text.startswith("🔔 Чужой запрашивает доступ.")
    story.admin.speaks("en")
    await story.admin.clicks("✖️ Отказать", on=question)
    assert stranger.chat.last.text.startswith("Владелец отказал")
