"""When registers are read in the background: evenly, ever less often after failures, no bursts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.background.watch_schedule import JITTER, MAX_BACKOFF_SECONDS, WatchSchedule
from bot.domain.readings import Failure, Problem, ProblemKind, Reading
from bot.domain.registers import Register
from bot.services.watching import SECONDS_PER_REQUEST, possible_interval

READ = Reading(datetime(2026, 11, 1, tzinfo=UTC), ())
SILENT = Failure(Problem(ProblemKind.TIMED_OUT), None)
REJECTED = Failure(Problem(ProblemKind.KEYS_REFUSED), None)
SHOP = Register(1, "Shop")


def registers(count):
    return [Register(number, f"Shop {number}") for number in range(1, count + 1)]


def schedule_of(count, interval=60.0, now=0.0):
    schedule = WatchSchedule(interval, _random=random.Random(10))
    schedule.update(registers(count), interval, now)
    return schedule


def simulate(schedule, outcome_of, until, now=0.0):
    """When each register was read, if every reading takes no time."""
    read: dict[int, list[float]] = {}
    while (due := schedule.next_due()) is not None and due < until:
        now = max(now, due)
        for register in schedule.start_due(now):
            read.setdefault(register.id, []).append(now)
            schedule.finish(register, outcome_of(register), now)
    return read


def steps(moments):
    return [later - earlier for earlier, later in pairwise(moments)]


@given(st.integers(1, 40), st.sampled_from([1.0, 60.0, 3600.0]))
def test_each_is_read_once_in_an_interval_and_they_are_spread_over_it(count, interval):
    read = simulate(schedule_of(count, interval), lambda _: READ, 10 * interval)
    assert len(read) == count
    for moments in read.values():
        assert all(
            interval * (1 - JITTER) <= step <= interval * (1 + JITTER) for step in steps(moments)
        )
    firsts = sorted(moments[0] for moments in read.values())
    assert firsts == pytest.approx([number * interval / count for number in range(count)])


def test_one_that_fails_is_tried_ever_less_often_and_every_ten_minutes_at_last():
    (moments,) = simulate(schedule_of(1), lambda _: SILENT, 7200).values()
    waits = steps(moments)
    expected = [120.0, 240.0, 480.0, *[MAX_BACKOFF_SECONDS] * (len(waits) - 3)]
    assert waits == [pytest.approx(wait, rel=JITTER) for wait in expected]


def test_it_is_back_to_normal_after_the_first_reading():
    outcomes = iter([SILENT, SILENT, READ, READ])
    (moments,) = simulate(schedule_of(1), lambda _: next(outcomes), 460).values()
    assert steps(moments)[2:] == [pytest.approx(60, rel=JITTER)]


def test_wrong_keys_are_tried_every_ten_minutes_and_at_once_with_a_new_secret():
    schedule = schedule_of(1)
    (moments,) = simulate(schedule, lambda _: REJECTED, 3000).values()
    assert all(step >= MAX_BACKOFF_SECONDS * (1 - JITTER) for step in steps(moments))
    schedule.update([replace(SHOP, secret_version=2)], 60.0, 3001.0)
    assert schedule.next_due() == 3001.0


def test_a_failure_with_a_secret_that_was_replaced_meanwhile_does_not_count():
    schedule = schedule_of(1)
    (register,) = schedule.start_due(0.0)
    schedule.update([replace(SHOP, secret_version=2)], 60.0, 1.0)
    schedule.finish(register, REJECTED, 2.0)
    assert schedule.next_due() == 1.0
    assert schedule.failing() == []


def test_one_that_somebody_else_has_read_is_back_to_normal():
    schedule = schedule_of(1)
    for register in schedule.start_due(0.0):
        schedule.finish(register, REJECTED, 1.0)
    ((register, tried_at),) = schedule.failing()
    assert tried_at == 0.0
    schedule.recover(register, 100.0)
    assert schedule.next_due() == pytest.approx(160, rel=JITTER)


def test_after_everything_stood_still_each_is_read_once_and_spread_again():
    schedule = schedule_of(30)
    simulate(schedule, lambda _: READ, 100)
    read = simulate(schedule, lambda _: READ, 10_000 + 60, now=10_000.0)
    assert {len(moments) for moments in read.values()} <= {1, 2}
    firsts = sorted(moments[0] for moments in read.values())
    assert len(firsts) == 30
    assert len([first for first in firsts if first < 10_010]) < 15
    assert firsts[-1] <= 10_060


def test_one_that_is_being_read_is_not_started_again_and_keeps_no_other_one_waiting():
    schedule = schedule_of(2)
    silent, _ = list(schedule.start_due(30.0))
    schedule.finish(registers(2)[1], READ, 30.0)
    read = simulate(schedule, lambda _: READ, 600)
    assert silent.id not in read
    assert len(read[2]) == 9 or len(read[2]) == 10


def test_new_ones_are_read_at_once_and_those_that_are_gone_never():
    schedule = schedule_of(2)
    schedule.update(registers(3)[1:], 60.0, 10.0)
    assert [each.id for each in schedule.start_due(10.0)] == [3]
    schedule.finish(SHOP, READ, 11.0)  # it was being read when it was removed
    read = simulate(schedule, lambda _: READ, 600)
    assert 1 not in read


@given(st.integers(0, 2000), st.integers(1, 50), st.sampled_from([1.0, 60.0]))
def test_the_interval_grows_only_as_far_as_half_of_the_limit_asks(count, limit, wanted):
    interval = possible_interval(wanted, count, limit)
    assert interval >= wanted
    slots = max(1, limit // 2)
    assert count * SECONDS_PER_REQUEST <= interval * slots + 1e-6
    if interval > wanted:
        assert count * SECONDS_PER_REQUEST == pytest.approx(interval * slots)
