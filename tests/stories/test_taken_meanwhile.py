"""Access that is taken while CrystalPAY is being asked: what may no longer be seen is not shown."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from story import Story, figures, labels, new_story

from bot.domain.audit import Actor
from bot.services.viewer_readings import RIGHTS_LIFETIME_SECONDS
from sandbox.telegram.updates import Update
from sandbox.telegram.world import Press


@pytest.fixture
async def slow(tmp_path: Path) -> AsyncIterator[Story]:
    """A world whose CrystalPAY may take its time, and is asked each time."""
    async with new_story(tmp_path, crystalpay_timeout=10, reading_ttl=0) as story:
        yield story


def begun(press: Press) -> Callable[[], Update]:
    return lambda: press.update


@asynccontextmanager
async def under_way(story: Story, begin: Callable[[], Update]) -> AsyncIterator[None]:
    """Done inside: what happens while CrystalPAY takes its time over the question."""
    with story.crystalpay.hold() as hold:
        update = begin()
        await hold.arrived(1)
        yield
        await asyncio.sleep(RIGHTS_LIFETIME_SECONDS)  # only what takes longer is looked at again
    await story.telegram.confirmed(update)


async def test_a_chat_that_lost_everything_meanwhile_is_a_stranger(slow: Story) -> None:
    viewer = await slow.viewer(await slow.register("Shop"))
    async with under_way(slow, lambda: viewer.posts("/balance")):
        await slow.services.access.deny(viewer.id)
    assert "has approved" in viewer.chat.last.text
    assert not any("💎" in message.text for message in viewer.chat.screen)


async def test_a_register_that_was_taken_meanwhile_is_not_on_the_screen(slow: Story) -> None:
    shop, bazaar = await slow.register("Shop"), await slow.register("Bazaar")
    viewer = await slow.viewer(shop, bazaar)
    async with under_way(slow, lambda: viewer.posts("/balance")):
        await slow.services.access.deny(viewer.id, [shop])
    assert [line for line in figures(viewer.chat.last) if "💎" in line] == ["💎 Bazaar"]


async def test_the_one_register_that_was_asked_for_is_no_longer_one(slow: Story) -> None:
    shop, bazaar = await slow.register("Shop"), await slow.register("Bazaar")
    viewer = await slow.viewer(shop, bazaar)
    async with under_way(slow, lambda: viewer.posts("/balance Shop")):
        await slow.services.access.deny(viewer.id, [shop])
    assert "💎" not in viewer.chat.last.text
    assert labels(viewer.chat.last) == ["Bazaar"]


async def test_a_refresh_of_what_was_taken_meanwhile_changes_nothing(slow: Story) -> None:
    shop, bazaar = await slow.register("Shop"), await slow.register("Bazaar")
    for viewer, left in ((await slow.viewer(shop), ()), (await slow.viewer(shop, bazaar), "B")):
        screen = await viewer.sends("/balance Shop")
        slow.crystalpay.receive(slow.login(shop), "USDTTRC", "1")
        before, press = screen.text, viewer.pressed("Refresh", screen)
        async with under_way(slow, begun(press)):
            await slow.services.access.deny(viewer.id, [shop])
        assert press.answer.text.startswith("This button is out" if left else "This chat has no")
        assert screen.text == before


@pytest.mark.parametrize("label", [None, "‹ Back", "Bazaar"])
async def test_an_admin_who_was_removed_meanwhile_sees_no_registers(
    slow: Story, label: str | None
) -> None:
    await slow.register("Shop")
    other = slow.telegram.user("Other")
    await other.sends(f"/start admin-{(await slow.services.admins.new_link()).token}")
    await slow.register("Bazaar")
    if label == "‹ Back":
        await other.sends("/registers")
        await other.clicks("Shop")
        await slow.register("Late")
    elif label:
        await other.sends("/registers")
        await slow.services.registers.replace_secret(
            await slow.services.registers.named(label), "other"
        )
    shown = other.chat.last.text

    def begin() -> Update:
        return other.pressed(label, other.chat.last).update if label else other.posts("/registers")

    async with under_way(slow, begin):
        await slow.services.admins.remove(other.id, by=Actor(slow.admin.id, "Admin"))
    if label:
        assert other.chat.last.text == shown
    else:
        assert "has approved" in other.chat.last.text


async def test_a_quick_reading_costs_no_other_look_at_rights(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    await viewer.sends("/balance")
    with caplog.at_level("DEBUG", "aiosqlite"):
        await viewer.sends("/balance")
        asked = [r.getMessage() for r in caplog.records if "executing" in r.msg]
    assert len([each for each in asked if "granted_id" in each]) == 1
