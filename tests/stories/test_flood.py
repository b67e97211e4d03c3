"""Who sends too much is told so once a minute, and costs nothing; nobody else notices."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from story import EMPTY, EXAMPLE, SECRET, Story, figures, labels, new_story

WORDS = "⏳ Too fast. Please wait a minute."
PATIENT = "⏳ Слишком часто. Подождите минуту."


def everything_kept(story: Story) -> dict[str, list[object]]:
    """All rows of all tables, but for what changes meanwhile: menus that are set are noted in
    chats, and what is in hand comes and goes."""
    with closing(sqlite3.connect(story.settings.database_path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for (name,) in names
            if name not in ("chats", "updates_in_hand")
        }


async def test_past_the_limit_one_message_a_minute_is_answered_and_crystalpay_is_not_asked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_story(tmp_path, flood_user_per_minute=3, reading_ttl=0) as story:
        shop = await story.register("Shop")
        viewer, other = await story.viewer(shop), await story.viewer(shop, language="ru")
        for _ in range(3):
            assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"
        kept = everything_kept(story)
        assert (await viewer.sends("/balance")).text == WORDS
        with caplog.at_level("DEBUG", "aiosqlite"):
            for _ in range(5):
                await viewer.sends_unanswered("/balance")
            flooded = [r for r in caplog.records if "chats" in r.getMessage()]
        assert flooded == []
        assert story.asked(shop) == 3
        assert everything_kept(story) == kept
        assert figures(await other.sends("/balance"))[0] == "💎 Shop"


async def test_past_the_limit_every_press_gets_a_toast_and_changes_nothing(
    tmp_path: Path,
) -> None:
    async with new_story(tmp_path, flood_user_per_minute=2) as story:
        shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
        viewer = await story.viewer(shop, language="ru")
        screen = await viewer.sends("/balance")
        await viewer.clicks("Обновить")
        before, asked = (screen.text, labels(screen)), story.asked(shop)
        kept = everything_kept(story)
        for label in ("Обновить", "Показать пустые", "Обновить"):
            toast = await viewer.clicks(label)
            assert (toast.text, toast.alert) == (PATIENT, False)
        assert (screen.text, labels(screen)) == before
        assert story.asked(shop) == asked
        assert everything_kept(story) == kept
        assert (await viewer.sends("/balance")).text == PATIENT


async def test_a_chat_has_a_limit_for_all_its_members_and_they_keep_their_own(
    tmp_path: Path,
) -> None:
    async with new_story(tmp_path, flood_chat_per_minute=4, flood_user_per_minute=3) as story:
        shop = await story.register("Shop")
        group = story.telegram.group("Team")
        await story.services.access.allow(group.id, [shop])
        members = [story.telegram.user(f"Member {number}") for number in range(6)]
        for member in members[:4]:
            assert figures(await member.sends("/balance", to=group))[0] == "💎 Shop"
        assert (await members[4].sends("/balance", to=group)).text == WORDS
        await members[5].sends_unanswered("/balance", to=group)
        for _ in range(3):
            assert "Chat ID" in (await members[5].sends("/id")).text
        assert (await members[5].sends("/id")).text == WORDS


async def test_a_strangers_limit_is_lower_and_is_for_strangers_only(tmp_path: Path) -> None:
    async with new_story(tmp_path, flood_stranger_per_minute=2) as story:
        shop = await story.register("Shop")
        stranger, viewer = story.telegram.user("Stranger"), await story.viewer(shop)
        for text in ("/balance", "/id"):
            assert (await stranger.sends(text)).text != WORDS
        kept = everything_kept(story)
        assert (await stranger.sends("/id")).text == WORDS
        await stranger.sends_unanswered("/balance")
        group = story.telegram.group("Elsewhere")
        assert (await stranger.sends("/balance", to=group)).text == WORDS
        assert everything_kept(story) == kept
        for _ in range(4):
            assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"


async def test_anonymous_admins_of_groups_do_not_share_one_limit(tmp_path: Path) -> None:
    async with new_story(tmp_path, flood_user_per_minute=1) as story:
        shop = await story.register("Shop")
        everyone = story.telegram.bot
        for title in ("One", "Two"):
            group = story.telegram.group(title, bot_admin=True)
            await story.services.access.allow(group.id, [shop])
            update = story.telegram.world.post(group, everyone, "/balance")
            await story.telegram.confirmed(update)
            assert figures(group.last)[0] == "💎 Shop"


async def test_nobody_is_told_of_a_limit_who_keeps_to_it(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    for _ in range(10):
        assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"


async def test_a_secret_past_the_limit_is_deleted_although_nobody_reads_it(tmp_path: Path) -> None:
    async with new_story(tmp_path, flood_user_per_minute=3) as story:
        await story.admin.sends("/registers")
        await story.admin.clicks("Add")
        await story.admin.sends("login")
        assert (await story.admin.sends(SECRET)).text == WORDS
        assert not any(SECRET in message.text for message in story.admin.chat.screen)
        assert await story.services.registers.listed() == ()
