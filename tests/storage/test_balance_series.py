"""How a balance, or the sum of several, went: exact, from a real file, with its gaps."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from storage.test_record import a_record, at, balance, reading

from bot.domain.readings import ProblemKind
from bot.services.balance_series import BalanceSeries, Series
from bot.services.recorder import MIN_GAP
from bot.storage import amounts

LONG = timedelta(minutes=2).total_seconds()
DAY = 24 * 3600


def usdt(key: str, amount: str):
    return balance(key, amount, key, "USDT", 6)


def series_of(record) -> BalanceSeries:
    return BalanceSeries(record.database, record.history, gap_after=MIN_GAP)


async def known(record, keys, since, until, currency="USDT") -> Series:
    found = await series_of(record).read(record.register_id, keys, currency, since, until)
    assert found
    return found


async def points(record, keys, since=None, until=DAY, currency="USDT"):
    found = await known(record, keys, None if since is None else at(since), at(until), currency)
    return [((point.at - at(0)).total_seconds(), str(point.amount)) for point in found.points]


async def test_there_is_none_before_anything_was_read(tmp_path: Path) -> None:
    async with a_record(tmp_path) as record:
        series = series_of(record)
        assert await series.read(record.register_id, ["A"], "USDT", None, at(0)) is None


async def test_a_period_begins_with_what_was_held_then(tmp_path: Path) -> None:
    async with a_record(tmp_path) as record:
        await record.put(reading(0, usdt("A", "1")), reading(60, usdt("A", "3")))
        await record.put(reading(120, usdt("A", "2.50")))
        assert await points(record, ["A"]) == [(0, "1"), (60, "3"), (120, "2.50")]
        assert await points(record, ["A"], since=90) == [(90, "3"), (120, "2.50")]
        assert await points(record, ["A"], since=60, until=120) == [(60, "3")]
        assert await points(record, ["A"], since=-50, until=60) == [(0, "1")]


async def test_what_moves_between_two_balances_of_a_currency_changes_no_sum(
    tmp_path: Path,
) -> None:
    async with a_record(tmp_path) as record:
        other = balance("C", "7", currency="BTC")
        await record.put(
            reading(0, usdt("A", "10"), usdt("B", "0.1"), other),
            reading(60, usdt("A", "0"), usdt("B", "10.1"), other),
            reading(120, usdt("B", "10.1")),
            reading(180),
            reading(240, balance("B", "5", "B", "BTC", 6), usdt("A", "2")),
            reading(300, usdt("B", "1"), usdt("A", "2")),
        )
        keys = await series_of(record).keys_with(record.register_id, "USDT")
        assert list(keys) == ["A", "B"]
        assert await points(record, keys) == [
            (0, "10.1"),
            (60, "10.1"),
            (120, "10.1"),
            (180, "0.0"),
            (240, "2.0"),
            (300, "3.0"),
        ]
        assert await series_of(record).keys_with(record.register_id, "BTC") == ["B", "C"]
        in_btc = [(0, "0"), (60, "0"), (180, "0"), (240, "5"), (300, "0")]
        assert await points(record, ["B"], currency="BTC") == in_btc


AMOUNTS = st.decimals(0, 1000, places=3).map(str)
STEPS = st.lists(
    st.dictionaries(st.sampled_from("ABC"), AMOUNTS, max_size=3), min_size=1, max_size=9
)


@settings(max_examples=10, deadline=None)
@given(STEPS)
def test_the_sum_is_that_of_the_readings(steps):
    async def told() -> None:
        with TemporaryDirectory() as folder:
            async with a_record(Path(folder)) as record:
                for number, step in enumerate(steps):
                    await record.put(
                        reading(60 * number, *(usdt(key, amount) for key, amount in step.items()))
                    )
                found = dict(await points(record, ["A", "B", "C"]))
                held = ""
                for number, step in enumerate(steps):
                    held = found.get(60.0 * number, held)
                    assert Decimal(held) == sum(map(Decimal, step.values()))

    asyncio.run(told())


async def test_the_longest_gaps_are_found_and_all_are_counted(tmp_path: Path) -> None:
    async with a_record(tmp_path) as record:
        held = usdt("A", "1")
        await record.put(reading(0, held), reading(60, held))
        await record.put(reading(1060, held))  # nobody read it
        await record.fails(1100)
        await record.put(reading(1200, held))
        await record.put(reading(1260, usdt("A", "900")))
        await record.fails(1300)  # and is silent still
        found = await known(record, ["A"], None, at(2000))
        assert [(gap.began, gap.ended, gap.problem) for gap in found.gaps] == [
            (at(60), at(1060), None),
            (at(1060), at(1200), ProblemKind.TIMED_OUT),
            (at(1260), None, ProblemKind.TIMED_OUT),
        ]
        assert found.gap_count == 3
        assert found.unknown()[-1][0] > at(1260)  # what was read then is known
        assert found.unknown()[-1][1] > at(2000)
        later = await known(record, ["A"], at(1150), at(1250))
        assert [gap.began for gap in later.gaps] == [at(1060)]
        between = await known(record, ["A"], at(1210), at(1250))
        assert (between.gaps, between.gap_count) == ([], 0)


async def test_silence_after_the_last_reading_is_a_gap_too(tmp_path: Path) -> None:
    async with a_record(tmp_path) as record:
        await record.put(reading(0, usdt("A", "1")), reading(60, usdt("A", "1")))
        soon = await known(record, ["A"], None, at(60 + LONG))
        assert (soon.gaps, soon.gap_count) == ([], 0)
        late = await known(record, ["A"], None, at(60 + 2 * LONG))
        assert [(gap.began, gap.ended) for gap in late.gaps] == [(at(60), None)]


async def test_of_very_many_gaps_only_the_longest_are_kept(tmp_path: Path) -> None:
    async with a_record(tmp_path) as record:
        await record.put(*(reading(1000 * n + n, usdt("A", "1")) for n in range(30)))
        table = amounts.AmountTable(record.database)
        found = await table.longest_gaps(record.register_id, at(0), at(30_000), MIN_GAP, 3)
        assert found.count == 30
        assert [gap.began for gap in found.gaps] == sorted(gap.began for gap in found.gaps)
        assert len(found.gaps) == 3
