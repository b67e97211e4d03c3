"""Presses on a chart while another one is being answered: the last one decides."""

import asyncio

from stories.test_history import a_shop, picture
from story import Story, labels

from bot.services.viewer_readings import RIGHTS_LIFETIME_SECONDS


async def test_of_two_presses_the_last_one_decides(story: Story) -> None:
    shop, *_ = await a_shop(story)
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history")
    presses = [viewer.pressed(label, on=screen) for label in ("24 h", "30 d", "Max")]
    for press in presses:
        await story.telegram.confirmed(press.update)
    assert "✓ Max" in labels(screen)
    assert [press.answer.text for press in presses] == [""] * 3


async def test_a_slow_refresh_does_not_come_over_what_was_pressed_after_it(slow: Story) -> None:
    shop, *_ = await a_shop(slow)
    viewer = await slow.viewer(shop)
    screen = await viewer.sends("/history shop usdt")
    with slow.crystalpay.hold() as hold:
        refresh = viewer.pressed("Refresh", on=screen)
        await hold.arrived(1)
        viewer.pressed("30 d", on=screen)
        await slow.telegram.shows(lambda: "✓ 30 d" in labels(screen))
    await slow.telegram.confirmed(refresh.update)
    assert "✓ 30 d" in labels(screen)
    balances_shown = await viewer.sends("/balance")
    with slow.crystalpay.hold() as hold:
        refresh = viewer.pressed("Refresh", on=balances_shown)
        await hold.arrived(1)
        viewer.pressed("History", on=balances_shown)
        await slow.telegram.shows(lambda: balances_shown.photo)
    await slow.telegram.confirmed(refresh.update)
    assert picture(balances_shown)
    assert viewer.chat.last is balances_shown


async def test_access_that_is_taken_during_a_refresh_counts(slow: Story) -> None:
    shop, *_ = await a_shop(slow)
    viewer = await slow.viewer(shop, await slow.register("Market"))
    screen = await viewer.sends("/history shop usdt")
    before = screen.text
    for taken, said_then in (([shop], "out of date"), ([], "no access")):
        await slow.services.access.allow(viewer.id, [shop])
        with slow.crystalpay.hold() as hold:
            press = viewer.pressed("Refresh", on=screen)
            await hold.arrived(1)
            await slow.services.access.deny(viewer.id, taken)
            await asyncio.sleep(RIGHTS_LIFETIME_SECONDS)  # only then they are looked up again
        await slow.telegram.confirmed(press.update)
        assert said_then in press.answer.text
    assert screen.text == before
