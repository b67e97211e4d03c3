"""No minute holds more than the limit, whoever else writes, and old windows are forgotten."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from aiogram.types import Chat, Message
from crystalpay.virtual_time import run_at_once
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.middlewares.rate_limit import MAX_KEYS, WINDOW, RateLimitMiddleware, SlidingWindow
from bot.translations import load_languages


def passes(window, key):
    passed = window.has_room(key)
    if passed:
        window.count(key)
    return passed


pauses = st.lists(st.sampled_from([0.0, 0.1, 7.0, 20.0, 59.9, 60.0, 61.0]), max_size=60)


@given(pauses, st.integers(1, 5))
def test_no_minute_holds_more_than_the_limit_and_a_free_one_is_never_refused(pauses, limit):
    async def story():
        window = SlidingWindow(limit)
        passed: list[float] = []
        clock = asyncio.get_running_loop().time
        for pause in pauses:
            await asyncio.sleep(pause)
            in_the_last_minute = sum(clock() - at < WINDOW for at in passed)
            assert passes(window, 1) == (in_the_last_minute < limit)
            if in_the_last_minute < limit:
                passed.append(clock())

    run_at_once(story())


def test_keys_do_not_share_a_window():
    async def story():
        window = SlidingWindow(1)
        assert [passes(window, key) for key in (1, 2, 1, 2, 3)] == [True, True, False, False, True]

    run_at_once(story())


def test_what_is_taken_back_leaves_room_and_no_trace():
    async def story():
        window = SlidingWindow(2)
        for _ in range(5):
            assert passes(window, 1)
            window.uncount(1)
        assert len(window) == 0
        passes(window, 1)
        await asyncio.sleep(1)
        passes(window, 1)
        passes(window, 2)
        window.uncount(1)
        window.uncount(3)
        assert window.has_room(1)
        await asyncio.sleep(WINDOW)
        assert [passes(window, key) for key in (2, 1, 1, 1)] == [True, True, True, False]

    run_at_once(story())


def test_windows_that_are_over_are_forgotten():
    async def story():
        window = SlidingWindow(2)
        for key in range(100):
            passes(window, key)
        await asyncio.sleep(WINDOW - 1)
        passes(window, 7)
        await asyncio.sleep(2)
        assert passes(window, 8)
        assert len(window) == 2

    run_at_once(story())


def test_no_flood_of_keys_is_remembered_whole():
    async def story():
        window = SlidingWindow(1)
        for key in range(MAX_KEYS + 50):
            passes(window, key)
        assert len(window) == MAX_KEYS
        assert not window.has_room(MAX_KEYS)

    run_at_once(story())


def test_the_news_of_a_groups_new_id_passes_any_flood():
    async def story():
        flood = RateLimitMiddleware(1, 1, load_languages("en"), SlidingWindow(0))
        chat = Chat(id=-5, type="group")
        arrived = []

        async def handler(event, _):
            arrived.append(event.message_id)

        for number, news in enumerate([{}, {}, {"migrate_to_chat_id": -1005}]):
            made = {"message_id": number, "date": datetime.now(UTC), "chat": chat, **news}
            message = Message.model_validate(made)
            await flood(handler, message, {"event_chat": chat})
        assert arrived == [0, 2]

    run_at_once(story())
