"""What a chart is made of: few points, every extreme, exact sums."""

from decimal import Decimal
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.series import RunningSum, Thinning

COLUMNS = 5
AMOUNTS = st.decimals(-100, 100, places=2)
STEPS = st.lists(st.tuples(st.integers(0, 99), AMOUNTS), unique_by=lambda step: step[0])
BORDERS = st.lists(st.integers(0, 100), max_size=3, unique=True)


def thinned(steps, borders=()):
    thinning = Thinning(0, 100, sorted(borders), COLUMNS)
    for tick, amount in steps:
        thinning.add(tick, amount)
    return thinning.points()


@given(STEPS, BORDERS)
def test_each_part_keeps_its_first_last_lowest_and_highest_and_no_more(steps, borders):
    steps = sorted(steps)
    points = thinned(steps, borders)

    def part(point):
        return point[0] * COLUMNS // 100, sum(border <= point[0] for border in borders)

    assert points == sorted(points)
    assert set(points) <= set(steps)
    for where, group in groupby(steps, part):
        whole, kept = list(group), [point for point in points if part(point) == where]
        assert (kept[0], kept[-1]) == (whole[0], whole[-1])
        for extreme in (min, max):
            found = extreme(whole, key=lambda step: step[1])
            assert found in kept  # the earliest of equal ones
        assert len(kept) <= 4


KEYS = ("A", "B", "C")
CHANGES = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.sampled_from(KEYS),
        st.none() | AMOUNTS,
        st.sampled_from(["USDT", "USDT", "BTC"]),
    ),
    unique_by=lambda change: change[:2],
)


@given(
    CHANGES,
    st.dictionaries(st.sampled_from([*KEYS, "D"]), st.tuples(AMOUNTS, st.just("USDT"))),
    st.sets(st.sampled_from(KEYS), min_size=1),
    st.integers(0, 12),
)
def test_the_sum_is_that_of_its_parts_at_every_moment(changes, held, keys, cut):
    changes = [change for change in sorted(changes, key=lambda c: c[:2]) if change[1] in keys]
    thinning = Thinning(0, 10, [], 1000)
    running = RunningSum(sorted(keys), "USDT", thinning)
    running.begin(0, held)
    running.take(changes[:cut])  # as fetched: a moment may be cut in two
    running.take(changes[cut:])
    running.finish()
    assert [tick for tick, _ in thinning.points()] == sorted({0, *(c[0] for c in changes)})
    for tick, amount in thinning.points():
        parts = {key: value for key, (value, _) in held.items() if key in keys}
        for at, key, value, currency in changes:
            if at <= tick:
                parts[key] = value if value is not None and currency == "USDT" else Decimal(0)
        assert amount == sum(parts.values(), Decimal(0))


def test_amounts_of_any_length_are_added_up_digit_for_digit():
    thinning = Thinning(0, 10, [], 10)
    running = RunningSum(["A", "B"], "USDT", thinning)
    long = Decimal("9" * 40 + "." + "1" * 18)
    running.begin(0, {"A": (long, "USDT"), "B": (Decimal("0.000000000000000001"), "USDT")})
    running.finish()
    assert thinning.points() == [(0, Decimal("9" * 40 + "." + "1" * 17 + "2"))]
