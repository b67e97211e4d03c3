"""Where the bot answers: the same chat, the same topic; and where it keeps quiet."""

from story import EMPTY, EXAMPLE, Story, figures, labels

from sandbox.telegram.rooms import Room


async def team(story: Story, chat: Room) -> Room:
    """A chat that may see a register with three empty balances."""
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    await story.services.access.allow(chat.id, [shop])
    return chat


async def test_a_granted_group_is_answered_for_everyone_in_it(story: Story) -> None:
    group = await team(story, story.telegram.group("Team"))
    for name in ("One", "Two"):
        member = story.telegram.user(name)
        screen = await member.sends("/balance", to=group)
        assert figures(screen)[0] == "💎 Shop"
        assert member.chat.screen == []


async def test_a_grant_of_the_group_is_none_for_its_members_private_chats(story: Story) -> None:
    await team(story, story.telegram.group("Team"))
    member = story.telegram.user("Member")
    assert "has approved" in (await member.sends("/balance")).text


async def test_the_answer_stays_in_the_topic_where_it_was_asked(story: Story) -> None:
    forum = await team(story, story.telegram.supergroup("Forum", forum=True))
    money, other = forum.topic("Money"), forum.topic("Other")
    member = story.telegram.user("Member")
    screen = await member.sends("/balance", topic=money)
    assert figures(screen)[0] == "💎 Shop"
    assert money.last is screen
    assert other.last_if_any is None
    await member.clicks("Show empty", on=screen)
    assert len(figures(screen)) == 6


async def test_a_screen_that_was_deleted_comes_anew_in_its_topic(story: Story) -> None:
    forum = await team(story, story.telegram.supergroup("Forum", forum=True))
    money = forum.topic("Money")
    member = story.telegram.user("Member")
    screen = await member.sends("/balance", topic=money)
    with story.telegram.hold("editMessageText") as hold:
        press = member.pressed("Show empty", screen)
        await hold.arrived(1)
        screen.deleted = True
    await story.telegram.confirmed(press.update)
    assert money.last is not screen
    assert "🙈 Hide empty" in labels(money.last)


async def test_chatter_in_a_group_is_nobodys_business(story: Story) -> None:
    group = await team(story, story.telegram.group("Team", bot_admin=True))
    member = story.telegram.user("Member")
    for text in ("hello", "balance", "/unknown", "what is /balance"):
        await member.sends_unanswered(text, to=group)


async def test_commands_for_another_bot_are_ignored_everywhere(story: Story) -> None:
    group = await team(story, story.telegram.group("Team", bot_admin=True))
    viewer = await story.viewer()
    await viewer.sends_unanswered("/balance@other_bot", to=group)
    await viewer.sends_unanswered("/balance@other_bot")
    await viewer.sends_unanswered("/id@other_bot", to=group)


async def test_commands_for_this_bot_by_name_are_answered(story: Story) -> None:
    group = await team(story, story.telegram.group("Team"))
    member = story.telegram.user("Member")
    name = story.telegram.bot.username
    assert figures(await member.sends(f"/balance@{name} shop", to=group))[0] == "💎 Shop"


async def test_a_granted_channel_is_answered_in_the_default_language(story: Story) -> None:
    channel = await team(story, story.telegram.channel("News"))
    screen = await channel.posts("/balance")
    assert figures(screen)[0] == "💎 Shop"
    reader = story.telegram.user("Reader", language="ru")
    await reader.clicks("Show empty", on=screen)
    assert labels(screen) == ["🔄 Refresh", "🙈 Hide empty", "📄 Copy", "📈 History"]


async def test_a_press_in_a_channel_changes_only_that_message(story: Story) -> None:
    channel = await team(story, story.telegram.channel("News"))
    first = await channel.posts("/balance")
    await story.telegram.user("Reader").clicks("Show empty", on=first)
    second = await channel.posts("/balance")
    assert "🙈 Hide empty" in labels(first)
    assert "👁 Show empty (3)" in labels(second)


async def test_a_group_that_becomes_a_supergroup_keeps_its_grants_and_choice(
    story: Story,
) -> None:
    group = await team(story, story.telegram.group("Team"))
    member = story.telegram.user("Member")
    screen = await member.sends("/balance", to=group)
    await member.clicks("Show empty", on=screen)
    supergroup = story.telegram.migrate(group)
    await story.telegram.settled()
    screen = await member.sends("/balance", to=supergroup)
    assert figures(screen)[0] == "💎 Shop"
    assert "🙈 Hide empty" in labels(screen)
    granted = {each.chat_id: each.names for each in await story.services.access.granted()}
    assert group.id not in granted
    assert granted[supergroup.id] == ("Shop",)


async def test_an_admin_in_a_group_without_a_grant_sees_nothing_there(story: Story) -> None:
    await story.register("Shop")
    group = story.telegram.group("Somewhere")
    assert "has approved" in (await story.admin.sends("/balance", to=group)).text
