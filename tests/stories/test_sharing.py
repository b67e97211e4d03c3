"""One reading serves all who ask; nothing is read twice without need."""

import asyncio
from pathlib import Path

from story import EMPTY, EXAMPLE, Story, figures, new_story, new_world, running_bot

from sandbox.faults import Fault


async def test_thirty_who_ask_at_once_cost_one_request(story: Story) -> None:
    shop = await story.register("Shop")
    viewers = [await story.viewer(shop) for _ in range(30)]
    with story.crystalpay.hold(story.login(shop)) as hold:
        asking = [asyncio.create_task(viewer.sends("/balance")) for viewer in viewers]
        await hold.arrived(1)
    screens = await asyncio.gather(*asking)
    assert all(figures(screen)[0] == "💎 Shop" for screen in screens)
    assert story.asked(shop) == 1


async def test_a_young_reading_serves_a_new_screen(story: Story) -> None:
    shop = await story.register("Shop")
    viewer, other = await story.viewer(shop), await story.viewer(shop)
    await viewer.sends("/balance")
    await other.sends("/balance")
    assert story.asked(shop) == 1


async def test_refresh_always_reads_anew(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    await viewer.sends("/balance")
    await viewer.clicks("Refresh")
    await viewer.clicks("Refresh")
    assert story.asked(shop) == 3


async def test_a_refresh_joins_the_reading_in_flight(story: Story) -> None:
    shop = await story.register("Shop")
    viewers = [await story.viewer(shop) for _ in range(3)]
    for viewer in viewers:
        await viewer.sends("/balance")
    with story.crystalpay.hold(story.login(shop)) as hold:
        pressing = [asyncio.create_task(viewer.clicks("Refresh")) for viewer in viewers]
        await hold.arrived(1)
        newcomer = await story.viewer(shop)
        asking = asyncio.create_task(newcomer.sends("/balance"))
    await asyncio.gather(asking, *pressing)
    assert story.asked(shop) == 2


async def test_those_who_wait_share_a_failure_too(story: Story) -> None:
    shop = await story.register("Shop")
    viewers = [await story.viewer(shop) for _ in range(5)]
    story.crystalpay.fault(Fault(status=502), story.login(shop))
    with story.crystalpay.hold(story.login(shop)) as hold:
        asking = [asyncio.create_task(viewer.sends("/balance")) for viewer in viewers]
        await hold.arrived(1)
    screens = await asyncio.gather(*asking)
    assert all(screen.text.startswith("⚠️ Shop") for screen in screens)


async def test_a_toggle_is_answered_while_a_reading_is_in_flight(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    reader, viewer = await story.viewer(shop), await story.viewer(shop)
    await reader.sends("/balance")
    screen = await viewer.sends("/balance")
    with story.crystalpay.hold(story.login(shop)) as hold:
        refreshing = reader.pressed("Refresh", reader.chat.last)
        await hold.arrived(1)
        press = viewer.pressed("Show empty", screen)
        await press.answered.wait()
    await story.telegram.confirmed(refreshing.update)
    assert len(figures(screen)) == 6


async def test_a_slow_refresh_does_not_undo_a_toggle_pressed_after_it(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    with story.crystalpay.hold(story.login(shop)) as hold:
        refreshing = viewer.pressed("Refresh", screen)
        await hold.arrived(1)
        await viewer.pressed("Show empty", screen).answered.wait()
        story.crystalpay.receive(story.login(shop), "USDTTRC", "1")
    await story.telegram.confirmed(refreshing.update)
    assert len(figures(screen)) == 6
    assert "101.100000" in screen.text


async def test_of_two_toggles_the_last_is_remembered_whichever_is_done_first(
    story: Story,
) -> None:
    viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
    screen = await viewer.sends("/balance")
    story.telegram.fault(Fault(delay=0.5, times=1), "answerCallbackQuery")
    showing = viewer.pressed("Show empty", screen)
    await story.telegram.shows(lambda: len(figures(screen)) == 6)
    hiding = viewer.pressed("Hide empty", screen)
    await hiding.answered.wait()
    assert not showing.answered.is_set()
    await story.telegram.confirmed(showing.update)
    assert len(figures(screen)) == 3
    assert (await story.services.viewers.get(viewer.id)).hide_empty


async def test_a_toggle_of_a_register_that_is_gone_is_out_of_date_and_not_remembered(
    story: Story,
) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    await story.register("Bazaar")
    viewer = await story.viewer()
    screen = await viewer.sends("/balance Shop")
    await story.services.registers.remove(shop.id)
    toast = await viewer.clicks("Show empty", screen)
    assert toast.text == "This button is out of date. Send the command again."
    assert (await story.services.viewers.get(viewer.id)).hide_empty


async def test_a_slow_refresh_does_not_come_back_to_a_register_that_was_left(
    story: Story,
) -> None:
    shop = await story.register("Shop")
    await story.register("Bazaar")
    viewer = await story.viewer()
    screen = await viewer.sends("/balance Shop")
    await viewer.sends("/balance")
    with story.crystalpay.hold(story.login(shop)) as hold:
        refreshing = viewer.pressed("Refresh", screen)
        await hold.arrived(1)
        await viewer.pressed("Bazaar", screen).answered.wait()
    await story.telegram.confirmed(refreshing.update)
    assert figures(screen)[0] == "💎 Bazaar"


async def test_ttl_zero_means_always_read(tmp_path: Path) -> None:
    async with new_story(tmp_path, reading_ttl=0) as story:
        shop = await story.register("Shop")
        await story.admin.sends("/balance")
        await story.admin.sends("/balance")
        assert story.asked(shop) == 2


async def test_after_a_restart_old_buttons_work_and_a_minute_old_reading_serves(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
        async with running_bot(story):
            screen = await story.admin.sends("/balance")
        async with running_bot(story):
            await story.admin.clicks("Show empty (3)")
        assert len(figures(screen)) == 6
        assert story.asked(shop) == 1


async def test_after_a_restart_a_failure_still_shows_the_last_known_reading(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        shop = await story.register("Shop")
        async with running_bot(story):
            rows = figures(await story.admin.sends("/balance"))[1:]
        story.crystalpay.fault(Fault(drop=True), story.login(shop))
        async with running_bot(story):
            screen = await story.admin.sends("/balance")
        assert figures(screen)[2:] == ["Last known balances:", *rows]
