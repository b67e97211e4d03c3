"""How a fresh bot gets its first admin, and how admins come and go."""

import asyncio
import re
from pathlib import Path

from story import Story, figures, labels, new_world, running_bot

from bot.app import run_bot

LINK = re.compile(r"https://t\.me/(\w+)\?start=((?:claim|admin)-[\w-]{22})")


BALANCES = ["balance", "total", "history", "export", "language", "settings"]
"""The part of the menu that everybody with access has."""


async def claim_of(story: Story, stop: asyncio.Event) -> tuple[asyncio.Task[None], str]:
    """A running bot and the payload of the link that it announced."""
    announced: asyncio.Queue[str] = asyncio.Queue()
    running = asyncio.create_task(
        run_bot(story.settings, stop, announced.put_nowait, story.telegram.when_idle)
    )
    link = LINK.search(await asyncio.wait_for(announced.get(), 15))
    assert link is not None
    assert link[1] == story.telegram.bot.username
    return running, link[2]


async def test_whoever_opens_the_link_of_the_start_becomes_the_first_admin(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path, admin_ids=frozenset()) as story:
        await story.register("Shop")
        stop = asyncio.Event()
        running, payload = await claim_of(story, stop)
        first, second = story.telegram.user("First"), story.telegram.user("Second")
        assert "has approved" in (await first.sends("/balance")).text
        welcome = await first.sends(f"/start {payload}")
        assert welcome.text.startswith("🔑 You're now an admin of this bot.")
        assert figures(await first.sends("/balance"))[0] == "💎 Shop"
        assert "has approved" in (await second.sends(f"/start {payload}")).text
        token = payload.removeprefix("claim-").encode()
        files = list(tmp_path.iterdir())  # noqa: ASYNC240 - a handful of small files
        assert not any(token in file.read_bytes() for file in files)
        stop.set()
        await running


async def test_a_new_start_makes_the_link_of_the_one_before_worthless(tmp_path: Path) -> None:
    async with new_world(tmp_path, admin_ids=frozenset()) as story:
        stop = asyncio.Event()
        running, old = await claim_of(story, stop)
        stop.set()
        await running
        stop = asyncio.Event()
        running, new = await claim_of(story, stop)
        user = story.telegram.user("User")
        assert "has approved" in (await user.sends(f"/start {old}")).text
        assert "admin" in (await user.sends(f"/start {new}")).text
        stop.set()
        await running


async def test_two_who_open_the_link_at_once_make_one_admin(tmp_path: Path) -> None:
    async with new_world(tmp_path, admin_ids=frozenset()) as story:
        stop = asyncio.Event()
        running, payload = await claim_of(story, stop)
        users = [story.telegram.user(f"User {number}") for number in range(5)]
        answers = await asyncio.gather(*(u.sends(f"/start {payload}") for u in users))
        assert sum(answer.text.startswith("🔑") for answer in answers) == 1
        assert len(await story.services.admins.listed()) == 1
        stop.set()
        await running


async def test_an_admin_makes_another_by_a_link_that_works_once(story: Story) -> None:
    screen = await story.admin.sends("/admins")
    assert f"• {story.admin.id} · set in the server settings" in screen.text
    await story.admin.clicks("Add by link")
    link = LINK.search(screen.text)
    assert link
    newcomer, late = story.telegram.user("Newcomer"), story.telegram.user("Late")
    assert (await newcomer.sends(f"/start {link[2]}")).text.startswith("🔑")
    assert "has approved" in (await late.sends(f"/start {link[2]}")).text
    assert "has expired or was used" in (await newcomer.sends(f"/start {link[2]}")).text
    screen = await story.admin.sends("/admins")
    assert f"• Newcomer {newcomer.id}" in screen.text
    await story.admin.clicks("🗑 Newcomer")
    assert screen.text == "Remove Newcomer as admin?"
    await story.admin.clicks("Remove")
    assert "Newcomer" not in screen.text
    assert "has approved" in (await newcomer.sends("/admins")).text


async def test_the_last_admin_cannot_be_removed(tmp_path: Path) -> None:
    async with new_world(tmp_path, admin_ids=frozenset()) as story:
        stop = asyncio.Event()
        running, payload = await claim_of(story, stop)
        only = story.telegram.user("Only")
        await only.sends(f"/start {payload}")
        screen = await only.sends("/admins")
        assert labels(screen) == ["+ Add by link"]
        toast = await only.presses_data(f"adm:remove:{only.id}", on=screen)
        assert toast.text == "This admin can't be removed here."
        assert len(await story.services.admins.listed()) == 1
        stop.set()
        await running


async def test_an_admin_of_the_settings_cannot_be_removed(story: Story) -> None:
    screen = await story.admin.sends("/admins")
    toast = await story.admin.presses_data(f"adm:remove:{story.admin.id}", on=screen)
    assert toast.text == "This admin can't be removed here."
    assert "/registers" in (await story.admin.sends("/help")).text


async def test_an_admin_who_writes_for_the_first_time_gets_the_menu(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story, running_bot(story):
        await story.telegram.polled()
        await story.telegram_shows_menu(story.admin.id, [])
        await story.admin.sends("/start")
        managing = [*BALANCES, "registers", "access", "admins", "audit"]
        await story.telegram_shows_menu(story.admin.id, [*managing, "help", "id", "start"])


async def test_menus_follow_rights(story: Story) -> None:
    viewer = await story.viewer()
    await viewer.sends("/start")
    await story.telegram_shows_menu(viewer.id, [*BALANCES, "help", "id", "start"])
    await story.services.access.deny(viewer.id)
    await story.telegram_shows_menu(viewer.id, [])
    managing = [*BALANCES, "registers", "access", "admins", "audit"]
    await story.telegram_shows_menu(story.admin.id, [*managing, "help", "id", "start"])
