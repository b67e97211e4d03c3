"""Changes of many balances come in the order of time, however unequally they are spread."""

import random
from decimal import Decimal

import pytest
from storage.test_record import START, a_record, at, balance, reading

from bot.domain.amounts import parse_amount

SPREAD = {"BUSY": 1500, "CALM": 300, "RARE": 5, "ONCE": 1}
EVERY = 10
"""Seconds between two changes, whichever balance it is."""


def spread():
    """At random, so that chunks of the balances end at different moments."""
    keys = [key for key, count in SPREAD.items() for _ in range(count)]
    random.Random(7).shuffle(keys)
    return [(EVERY * number, key, str(number)) for number, key in enumerate(keys)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    return tmp_path_factory.mktemp("in-order")


@pytest.fixture
async def record(filled):
    async with a_record(filled) as record:
        if await record.history.began(record.register_id) is None:
            held = {}
            for seconds, key, amount in spread():
                held[key] = balance(key, amount)
                record.recorder.record(record.register_id, reading(seconds, *held.values()))
            await record.recorder.flush()
        yield record


def told(changes):
    return [((each.at - START).total_seconds(), each.key, str(each.after)) for each in changes]


async def test_all_of_them(record):
    changes = await record.changes()
    assert told(changes) == spread()
    last: dict[str, Decimal | None] = {}
    for each in changes:
        assert each.before == last.get(each.key)
        last[each.key] = each.after


@pytest.mark.parametrize("keys", [{"RARE"}, {"BUSY", "ONCE"}, {"NONE"}, set()])
async def test_those_of_some(record, keys):
    assert told(await record.changes(keys=keys)) == [each for each in spread() if each[1] in keys]


async def test_a_period_has_its_first_moment_and_not_its_last(record):
    found = await record.changes(since=at(100 * EVERY), until=at(900 * EVERY))
    assert told(found) == spread()[100:900]
    before = {key: amount for _, key, amount in spread()[:100]}
    firsts = {each.key: each for each in reversed(found)}
    for key, first in firsts.items():
        assert first.before == (parse_amount(before[key]) if key in before else None)


@pytest.mark.parametrize("keys", [None, ["RARE", "CALM"]])
async def test_the_newest_ones_are_the_same_the_other_way_round(record, keys):
    wanted = [each for each in reversed(spread()) if keys is None or each[1] in keys]
    for number in (0, 1, 20, 100, 10_000):
        page = await record.newest(number, 7, *(keys or ()))
        assert told(page.changes) == wanted[7 * number : 7 * number + 7]
        assert page.has_older is (len(wanted) > 7 * number + 7)


async def test_what_is_recorded_meanwhile_is_left_to_the_next_one(tmp_path):
    async with a_record(tmp_path) as record:
        for seconds in range(40):
            await record.put(reading(seconds, balance("A", str(seconds)), balance("B")))
        changes = record.history.changes(record.register_id)
        found = [await anext(changes)]
        await record.put(reading(60, balance("A", "60"), balance("B", "60")))
        found += [each async for each in changes]
        assert found[-1].at == at(39)
        assert len(await record.changes()) == len(found) + 2
