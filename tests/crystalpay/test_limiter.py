"""No second holds more requests than allowed, seen from CrystalPAY, and nobody waits in vain."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from crystalpay.virtual_time import run_at_once
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.crystalpay.limiter import Limiter, Priority
from sandbox.crystalpay import CrystalPaySandbox

moments = st.sampled_from([0.0, 0.0, 0.01, 0.3, 0.5, 0.99, 1.0, 1.01, 2.5])
requests = st.lists(
    st.tuples(
        moments,  # after the one before it
        st.sampled_from([0.0, 0.001, 0.2, 0.7, 0.999, 1.0, 5.0]),  # until the answer
        st.floats(0, 1),  # when in between CrystalPAY receives it
    ),
    min_size=1,
    max_size=25,
)


def most_in_a_second(received):
    """A second is half open; what arrives on its very end belongs to the next one."""
    return max(sum(0 <= later - first < 1 - 1e-6 for later in received) for first in received)


async def received_by_crystalpay(limiter, asked):
    received = []
    loop = asyncio.get_running_loop()

    async def ask(at, answered_after, share):
        await asyncio.sleep(at)
        async with limiter.slot():
            # A connection takes a second at most, or will never be one.
            received.append(loop.time() + share * min(answered_after, 1.0))
            await asyncio.sleep(answered_after)

    at, tasks = 0.0, []
    for pause, answered_after, share in asked:
        at += pause
        tasks.append(asyncio.create_task(ask(at, answered_after, share)))
    await asyncio.gather(*tasks)
    return sorted(received)


@settings(max_examples=60, deadline=None)
@given(requests, st.integers(1, 5))
def test_no_second_holds_more_than_the_rate_however_long_answers_take(asked, rate):
    async def scenario():
        return await received_by_crystalpay(Limiter(rate), asked)

    received = run_at_once(scenario())
    assert len(received) == len(asked)
    assert most_in_a_second(received) <= rate


def test_the_first_four_go_at_once_and_the_fifth_a_second_after_an_answer():
    async def scenario():
        return await received_by_crystalpay(Limiter(4), [(0.0, 0.25, 0.0)] * 5)

    assert run_at_once(scenario()) == [0, 0, 0, 0, 1.25]


def test_silence_gives_its_place_back_after_two_seconds():
    async def scenario():
        return await received_by_crystalpay(Limiter(2), [(0.0, 500.0, 0.0)] * 4)

    assert run_at_once(scenario()) == [0, 0, 2, 2]


def test_a_caller_who_gives_up_in_the_queue_takes_no_place():
    async def scenario():
        limiter = Limiter(1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):  # one goes, two are still waiting then
                await received_by_crystalpay(limiter, [(0.0, 0.0, 0.0)] * 3)
        return await received_by_crystalpay(limiter, [(0.0, 0.0, 0.0)])

    assert run_at_once(scenario()) == [1.0]


def test_a_pause_holds_everybody_for_a_second_and_can_be_prolonged():
    async def scenario():
        limiter, loop = Limiter(4), asyncio.get_running_loop()
        limiter.pause()
        loop.call_later(0.5, limiter.pause)
        return await received_by_crystalpay(limiter, [(0.0, 0.0, 0.0)] * 2)

    assert run_at_once(scenario()) == [1.5, 1.5]


def test_a_place_is_not_lost_when_a_caller_gives_up_during_a_pause():
    async def scenario():
        limiter = Limiter(1)
        limiter.pause()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await received_by_crystalpay(limiter, [(0.0, 0.0, 0.0)])
        return await received_by_crystalpay(limiter, [(0.0, 0.0, 0.0)])

    assert run_at_once(scenario()) == [1.0]


async def test_twelve_registers_at_once_keep_to_the_limit_of_a_real_server(keys, open_client):
    async with CrystalPaySandbox(limit_per_second=5) as sandbox:
        sandbox.add_register(keys.login, keys.secret, "Shop", {})
        async with open_client(sandbox.url, timeout=10, rate_limit=4) as crystalpay:
            await asyncio.gather(*(crystalpay.read_register(keys) for _ in range(12)))
    assert len(sandbox.requests) == 12
    assert most_in_a_second([request.at for request in sandbox.requests]) <= 4


def background():
    return Priority(background=True)


async def order_of(limiter, *requests):
    """The names of requests that are made at once, in the order in which they may be sent."""
    sent = []

    async def ask(name, priority):
        async with limiter.slot(priority):
            sent.append((name, asyncio.get_running_loop().time()))

    await asyncio.gather(*(ask(name, priority) for name, priority in requests))
    return sent


def test_the_background_takes_half_of_the_places_and_leaves_the_rest_to_others():
    async def scenario():
        limiter = Limiter(4)
        watched = [(f"w{number}", background()) for number in range(4)]
        return await order_of(limiter, *watched, ("a", Priority()), ("b", Priority()))

    sent = run_at_once(scenario())
    assert sorted(sent) == [
        *(("a", 0.0), ("b", 0.0), ("w0", 0.0), ("w1", 0.0)),
        *(("w2", 1.0), ("w3", 1.0)),
    ]


def test_somebody_who_waits_goes_before_all_of_the_background_that_came_earlier():
    async def scenario():
        watched = [(f"w{number}", background()) for number in range(5)]
        return await order_of(Limiter(1), *watched, ("a", Priority()))

    assert [name for name, _ in run_at_once(scenario())] == ["w0", "a", "w1", "w2", "w3", "w4"]


def test_a_request_of_the_background_that_somebody_joins_hurries():
    async def scenario():
        joined = background()
        asyncio.get_running_loop().call_later(0.5, joined.promote)
        return await order_of(Limiter(1), *[(n, background()) for n in "abc"], ("joined", joined))

    assert [name for name, _ in run_at_once(scenario())] == ["a", "joined", "b", "c"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), moments, st.booleans()), max_size=20), st.integers(1, 4))
def test_no_place_is_lost_whoever_gives_up_or_is_promoted(callers, rate):
    async def scenario():
        limiter, loop = Limiter(rate), asyncio.get_running_loop()

        async def ask(is_background, patience, promoted):
            priority = Priority(background=is_background)
            if promoted:
                loop.call_later(patience / 2, priority.promote)
            with suppress(TimeoutError):
                async with asyncio.timeout(patience), limiter.slot(priority):
                    await asyncio.sleep(0.1)

        await asyncio.gather(*(ask(*caller) for caller in callers))
        await asyncio.sleep(3)
        sent = await order_of(limiter, *[(n, Priority()) for n in range(rate)])
        assert {at for _, at in sent} == {loop.time()}  # every place is free again
        await asyncio.sleep(3)
        half = max(1, rate // 2)
        sent = await order_of(limiter, *[(n, background()) for n in range(half)])
        assert {at for _, at in sent} == {loop.time()}

    run_at_once(scenario())
