"""/audit: who did what, for admins; strangers cannot fill it, and looks are only counted."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from story import EMPTY, EXAMPLE, Story, figures, labels, new_story

from bot.domain.audit import Actor
from bot.storage import DatabaseError
from sandbox.telegram.messages import Message

OWNER = Actor(77, "Anna <b>")


def entries(screen: Message) -> list[tuple[str, str]]:
    """What was done and by whom, without the times."""
    parts = [part.splitlines() for part in screen.text.split("\n\n")]
    return [(part[0], part[1].split(" · ")[0]) for part in parts if len(part) == 2]


async def rows(story: Story, sql: str) -> list[tuple[object, ...]]:
    """In a thread: the bot lives in this loop, and may hold the lock that is waited for."""

    def asked() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(story.settings.database_path)) as connection:
            return connection.execute(sql).fetchall()

    return await asyncio.to_thread(asked)


async def test_the_trail_tells_who_did_what_newest_first_in_both_languages(
    tmp_path: Path,
) -> None:
    async with new_story(tmp_path) as story:
        shop = await story.register("Shop")
        await story.services.registers.rename(shop, "Bazaar", by=OWNER)
        await story.services.registers.replace_secret(shop, "another-secret", by=OWNER)
        group = story.telegram.group("Team")
        await story.services.access.allow(group.id)
        await story.services.registers.remove(shop.id, by=OWNER)
        assert entries(await story.admin.sends("/audit")) == [
            ("Register removed: “Bazaar”", "Anna <b> (77)"),
            (f"Access given to {group.id}: all registers", "command line"),
            ("New secret for register “Shop”", "Anna <b> (77)"),
            ("Register renamed: “Shop” is now “Bazaar”", "Anna <b> (77)"),
            ("Register added: “Shop”", "command line"),
        ]
        story.admin.speaks("ru")
        assert entries(await story.admin.sends("/audit"))[:3] == [
            ("Удалена касса «Bazaar»", "Anna <b> (77)"),
            (f"Открыт доступ чату {group.id}: все кассы", "командная строка"),
            ("Новый секрет кассы «Shop»", "Anna <b> (77)"),
        ]


async def test_the_trail_begins_with_a_head_and_its_times_age(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        screen = await story.admin.sends("/audit")
        assert screen.text == ("📜 Activity log\n\n👁 Balance views today (UTC): 0\n\nNothing yet.")
        await story.register("Shop")
        screen = await story.admin.sends("/audit")
        (moment,) = [e["unix_time"] for e in screen.entities if e["type"] == "date_time"]
        assert f'command line · <tg-time unix="{moment}" format="r">' in screen.html


async def test_a_long_trail_is_paged_in_the_same_message(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        shop = await story.register("Shop")
        for number in range(1, 20):
            await story.services.registers.rename(shop, f"Shop {number}", by=OWNER)
        screen = await story.admin.sends("/audit")
        seen = entries(screen)
        assert labels(screen) == ["1/3", "›"]
        await story.admin.clicks("›")
        assert labels(screen) == ["‹", "2/3", "›"]
        seen += entries(screen)
        await story.admin.clicks("›")
        assert labels(screen) == ["‹", "3/3"]
        seen += entries(screen)
        assert len(seen) == 20
        assert seen[0][0] == "Register renamed: “Shop” is now “Shop 19”"
        assert seen[-1][0] == "Register added: “Shop”"
        assert len(story.admin.chat.screen) == 2
        for page in (-1, 99, 10**20):
            await story.admin.presses_data(f"aud:{page}", on=screen)
            assert entries(screen) == (seen[:8] if page < 0 else seen[16:])


async def test_the_longest_names_fit_into_one_message(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        name = "💎" * 32
        by = Actor(2**52, "💎" * 64)
        shop = await story.register(name)
        for chat_id in range(-(2**52), -(2**52) + 8):
            story.services.chat_profiles.save_soon(chat_id, "💎" * 255, "")
            await story.services.access.allow(chat_id, [shop] * 9, by=by)
        assert len(entries(await story.admin.sends("/audit"))) == 8


async def test_nobody_but_an_admin_in_private_sees_the_trail(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    unknown = "I don't know this command. See what I can do: /help"
    assert (await viewer.sends("/audit")).text == unknown
    group = story.telegram.group("Team")
    await story.services.access.allow(group.id, [shop])
    await viewer.sends_unanswered("/audit", to=group)
    in_group = await story.admin.sends("/audit", to=group)
    assert "Shop" not in in_group.text
    stranger = story.telegram.user("Stranger")
    assert (await stranger.sends("/audit")).text == (await stranger.sends("/balance")).text


async def test_a_forged_press_shows_nobody_the_trail(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    screen = await viewer.sends("/balance")
    toast = await viewer.presses_data("aud:0", on=screen)
    assert toast.text == "This button is out of date. Send the command again."
    assert figures(screen)[0] == "💎 Shop"


async def test_a_strangers_attempts_are_one_entry_an_hour_and_chat(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        stranger = story.telegram.user("Stranger")
        for command in ("/balance", "/help", "hi") * 3:
            await stranger.sends(command)
        group = story.telegram.group("Strangers")
        for _ in range(3):
            await stranger.sends("/balance", to=group)
        denied = [
            (f"Refused, no access: {group.id}", f"Stranger ({stranger.id})"),
            (
                f"Refused, no access: “Stranger” ({stranger.id})",
                f"Stranger ({stranger.id})",
            ),
        ]
        assert entries(await story.admin.sends("/audit")) == denied


async def test_looks_are_counted_a_day_and_chat_and_no_toggle_is_one(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
        await viewer.sends("/balance")
        await viewer.clicks("Show empty")
        await viewer.clicks("Refresh")
        await story.admin.sends("/balance shop")
        await story.admin.sends("/balance nothing")
        screen = await story.admin.sends("/audit")
        counted = await rows(story, "SELECT chat_id, count, day = date() FROM looks ORDER BY count")
        assert counted == [(story.admin.id, 1, 1), (viewer.id, 2, 1)]
        assert "👁 Balance views today (UTC): 3" in screen.text


async def test_a_trail_that_cannot_be_written_keeps_nobody_from_her_balances(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_story(tmp_path) as story:
        viewer = await story.viewer(await story.register("Shop"))
        for table in ("looks", "audit"):
            await rows(story, f"DROP TABLE {table}")
        assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"
        toast = await viewer.clicks("Refresh")
        assert toast.text == "Checked: no change"
        with pytest.raises(DatabaseError):
            await story.services.access.deny(viewer.id)
        assert (await story.services.viewers.get(viewer.id)).allowed, "done, and not recorded"
    logged = [r.message for r in caplog.records if r.levelname in ("WARNING", "ERROR")]
    assert [line for line in logged if "views of balances were not written yet" in line]
