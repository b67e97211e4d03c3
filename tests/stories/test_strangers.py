"""Strangers learn nothing, and the same nothing whatever they ask."""

import pytest
from story import Story, figures

ANSWER = (
    "🔒 This bot shows balances only in chats that its owner has approved.\n\n"
    "To get access, press the button or send the owner this chat's ID: {id}"
)
COMMANDS = ("/start", "/help", "/balance", "/balance Shop", "/balance no", "/language", "/x", "hi")


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_question_of_a_strangers_gets_the_same_answer(
    story: Story, command: str
) -> None:
    shop = await story.register("Shop")
    stranger = story.telegram.user("Stranger")
    answer = await stranger.sends(command)
    assert answer.text == ANSWER.format(id=stranger.id)
    assert answer.labels == [["🔔 Request access"]]
    assert story.asked(shop) == 0


async def test_a_stranger_is_answered_in_russian_too(story: Story) -> None:
    stranger = story.telegram.user("Stranger", language="ru")
    answer = await stranger.sends("/balance")
    assert answer.text == (
        "🔒 Бот показывает балансы только в тех чатах, которым открыл доступ его "
        "владелец.\n\n"
        "Чтобы получить доступ, нажмите кнопку или отправьте владельцу ID этого "
        f"чата: {stranger.id}"
    )


async def test_a_strangers_group_gets_the_same_answer_to_a_command_only(story: Story) -> None:
    group = story.telegram.group("Strangers", bot_admin=True)
    user = story.telegram.user("Stranger")
    await user.sends_unanswered("hello everyone", to=group)
    answer = await user.sends("/balance", to=group)
    assert answer.text == ANSWER.format(id=group.id)


async def test_a_strangers_channel_gets_the_same_answer(story: Story) -> None:
    channel = story.telegram.channel("Strange news")
    answer = await channel.posts("/balance")
    assert answer.text == ANSWER.format(id=channel.id)


@pytest.mark.parametrize("label", ["Refresh", "Bazaar", "All"])
async def test_a_press_after_the_grant_was_taken_shows_nothing(story: Story, label: str) -> None:
    shop, bazaar = await story.register("Shop"), await story.register("Bazaar")
    viewer = await story.viewer(shop, bazaar)
    screen = await viewer.sends("/balance Shop")
    before, asked = screen.text, story.asked(shop)
    await story.services.access.deny(viewer.id)
    toast = await viewer.clicks(label, on=screen)
    assert toast.text == (
        f"This chat has no access. Send the bot's owner this chat's ID: {viewer.id}"
    )
    assert toast.alert
    assert screen.text == before
    assert story.asked(shop) == asked


async def test_a_grant_taken_by_the_command_line_counts_at_once(story: Story) -> None:
    shop, bazaar = await story.register("Shop"), await story.register("Bazaar")
    viewer = await story.viewer(shop, bazaar)
    screen = await viewer.sends("/balance")
    assert "💎 Bazaar" in figures(screen)
    await story.services.access.deny(viewer.id, [bazaar])
    await viewer.clicks("Refresh")
    assert "💎 Bazaar" not in figures(screen)
    assert "💎 Shop" in figures(screen)


async def test_a_press_for_a_register_that_is_not_theirs_is_out_of_date(story: Story) -> None:
    shop, hidden = await story.register("Shop"), await story.register("Hidden")
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    before = screen.text
    for register_id in (hidden.id, hidden.id + 1000, -1, 10**30):
        for action in "ltr":
            data = f"b:{action}:{register_id}:0:0"
            toast = await viewer.presses_data(data, on=screen)
            assert toast.text == "This button is out of date. Send the command again."
    assert screen.text == before
    assert story.asked(hidden) == 0


@pytest.mark.parametrize(
    "data",
    ["b", "b:", "b:x:0:1:0", "b:l:1", "lang:xx", "lang", "drop table", "б" * 32, "b:l:0:9:0"],
)
async def test_junk_in_a_button_is_answered_and_changes_nothing(story: Story, data: str) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    screen = await viewer.sends("/balance")
    before = (screen.text, screen.labels)
    toast = await viewer.presses_data(data, on=screen)
    assert toast.text == "This button is out of date. Send the command again."
    assert (screen.text, screen.labels) == before


async def test_a_forged_page_leads_to_a_page_that_is_there(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    screen = await viewer.sends("/balance")
    before = figures(screen)
    for page in (-5, 7, 10**20):
        await viewer.presses_data(f"b:l:0:1:{page}", on=screen)
        assert figures(screen) == before
