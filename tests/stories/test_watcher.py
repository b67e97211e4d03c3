"""Registers are read although nobody asks, after everybody who does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from story import Story, as_of, new_story

from bot.domain.readings import ProblemKind, Reading
from sandbox.faults import Fault


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Story]:
    async with new_story(tmp_path, watch_interval=1, reading_ttl=30) as story:
        yield story


async def until(condition) -> None:
    async with asyncio.timeout(15):
        while not await condition():
            await asyncio.sleep(0.05)


async def test_a_payment_is_recorded_although_nobody_asks(watched: Story) -> None:
    shop = await watched.register("Shop")

    async def recorded(count):
        return len([c async for c in watched.services.history.changes(shop.id)]) == count

    await until(lambda: recorded(2))
    watched.crystalpay.receive(watched.login(shop), "USDTTRC", "25.5")
    await until(lambda: recorded(3))


async def test_a_reading_of_the_watcher_serves_whoever_asks_while_it_is_young(
    watched: Story,
) -> None:
    shop = await watched.register("Shop")

    async def asked():
        return watched.asked(shop) > 0

    await until(asked)
    hold = watched.crystalpay.hold(watched.login(shop))
    screen = await watched.admin.sends("/balance")  # would wait for ever if it had to ask
    assert as_of(screen)
    hold.release()


async def test_a_register_that_fails_is_tried_less_often_and_its_gap_is_recorded(
    watched: Story,
) -> None:
    shop, market = await watched.register("Shop"), await watched.register("Market")

    async def read():
        return bool(await watched.services.history.began(shop.id))

    await until(read)
    watched.crystalpay.fault(Fault(silence=True), watched.login(shop))
    before, others = watched.asked(shop), watched.asked(market)

    async def others_were_read():
        return watched.asked(market) >= others + 4

    await until(others_were_read)
    assert watched.asked(shop) - before <= 4  # each try is repeated once

    async def gap():
        last = await watched.services.recorder.last(shop.id)
        assert isinstance(last, Reading)
        end = last.as_of + timedelta(days=1)
        gaps = await watched.services.history.gaps(shop.id, last.as_of, end)
        return [gap.problem for gap in gaps] == [ProblemKind.TIMED_OUT]

    await until(gap)
