"""The record gives back every reading that was put in, and nothing else; real files."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.changes import Change, Gap
from bot.domain.readings import Balance, ProblemKind, Reading
from bot.services.history import History
from bot.services.recorder import MIN_GAP, Recorder
from bot.storage import Database, RegisterTable, open_database

START = datetime(2026, 11, 1, 12, tzinfo=UTC)


def balance(key="BTC", amount="1", name="Bitcoin", currency="BTC", accuracy=8):
    return Balance(key, name, Decimal(amount), currency, accuracy)


def at(seconds):
    return START + timedelta(seconds=seconds)


def reading(seconds, *balances):
    return Reading(at(seconds), tuple(balances))


def by_key(reading):
    return {each.key: each for each in reading.balances}


class Record:
    """One register's record, and who writes it."""

    def __init__(self, database: Database, register_id: int) -> None:
        self.database, self.register_id = database, register_id
        self.recorder = Recorder(database, gap_after=MIN_GAP)
        self.history = History(database, self.recorder)

    async def put(self, *readings: Reading) -> None:
        for each in readings:
            self.recorder.record(self.register_id, each)
        await self.recorder.flush()

    async def fails(self, seconds: float, problem=ProblemKind.TIMED_OUT) -> None:
        self.recorder.record_failure(self.register_id, at(seconds), problem)
        await self.recorder.flush()

    async def changes(self, **period) -> Sequence[Change]:
        return [each async for each in self.history.changes(self.register_id, **period)]

    async def gaps(self):
        return await self.history.gaps(self.register_id, at(-(10**6)), at(10**6))

    async def newest(self, number, per_page, *keys):
        return await self.history.newest(self.register_id, set(keys) or None, number, per_page)

    async def known_at(self, seconds):
        return await self.history.at(self.register_id, at(seconds))


@asynccontextmanager
async def a_record(folder: Path) -> AsyncIterator[Record]:
    async with open_database(folder / "bot.sqlite3") as database:
        table = RegisterTable(database)
        register = await table.named("Shop") or await table.add("Shop", "login", "token")
        record = Record(database, register.id)
        yield record
        await record.recorder.close()


AMOUNTS = st.sampled_from(["0", "1", "1.0", "1.000", "-2.5", "0.00000001", "9" * 30 + ".5"])
BALANCES = st.builds(
    balance,
    key=st.sampled_from(["A", "B", "C"]),
    amount=AMOUNTS,
    name=st.sampled_from(["One", "Two"]),
    currency=st.sampled_from(["BTC", "USDT"]),
    accuracy=st.sampled_from([0, 2, 8]),
)
ROWS = st.lists(BALANCES, unique_by=lambda each: each.key, max_size=3)
SECOND = 10**6
MICROS = st.sampled_from([0, 400, SECOND, 60 * SECOND, 400 * SECOND, -90 * SECOND])
STEPS = st.lists(st.tuples(MICROS, ROWS), max_size=12)


@settings(max_examples=40, deadline=None)
@given(STEPS, st.lists(st.integers(0, 12), max_size=4))
def test_replaying_the_record_gives_back_every_reading_that_was_put_in(steps, flushes):
    async def told() -> None:
        with TemporaryDirectory() as folder:
            async with a_record(Path(folder)) as record:
                accepted: dict[int, Reading] = {}  # by the millisecond
                micros = 0
                for number, (step, rows) in enumerate(steps):
                    micros += step
                    put_in = reading(micros / SECOND, *rows)
                    record.recorder.record(record.register_id, put_in)
                    if micros // 1000 > max(accepted, default=-(10**9)):
                        accepted[micros // 1000] = put_in
                    if number in flushes:
                        await record.recorder.flush()
                for millis, put_in in accepted.items():
                    found = await record.known_at(millis / 1000)
                    assert found
                    assert by_key(found.reading) == by_key(put_in)
                await consistent(record)

    asyncio.run(told())


async def consistent(record: Record) -> None:
    """Each change follows from the one before; spans and gaps do not overlap."""
    amounts: dict[tuple[str, str], Decimal | None] = {}
    for change in await record.changes():
        assert amounts.get((change.key, change.currency)) == change.before
        amounts[change.key, change.currency] = change.after
    gaps = await record.gaps()
    for one, other in pairwise(gaps):
        assert one.began < one.ended <= other.began


WRITERS = Path(__file__).with_name("record_writers.py")


async def run(*arguments: object) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", str(WRITERS), *map(str, arguments), stdout=subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return out.decode()


async def test_a_kill_at_any_statement_leaves_all_of_a_reading_or_nothing(tmp_path):
    async with a_record(tmp_path):
        pass
    left = (await run("kill", tmp_path / "bot.sqlite3")).split()
    assert len(left) > 20  # statements of one reading
    assert set(left) == {"before", "after"}
    assert left == sorted(left, reverse=True)  # before the commit all before, then all after


async def test_two_processes_that_record_at_once_leave_one_consistent_record(tmp_path):
    async with a_record(tmp_path) as record:
        path = tmp_path / "bot.sqlite3"
        await asyncio.gather(run("race", path, "A"), run("race", path, "B"))
        changes = await record.changes()
        assert len(changes) > 50
        await consistent(record)
        amounts = [change.after for change in changes if change.after is not None]
        assert len(set(amounts)) == len(amounts)  # each was read once, so is it recorded once
        assert await record.gaps() == []


async def test_amounts_that_are_only_written_otherwise_are_no_change(tmp_path):
    async with a_record(tmp_path) as record:
        await record.put(reading(0, balance(amount="100.1")))
        await record.put(
            reading(60, balance(amount="100.100")), reading(61, balance(amount="1001e-1"))
        )
        (only,) = await record.changes()
        assert (only.after, only.begins_record) == (Decimal("100.1"), True)
        await record.put(reading(120, balance(amount="100.1", name="BTC!")))
        _, renamed = await record.changes()
        assert (renamed.name, renamed.before, renamed.after) == ("BTC!", only.after, only.after)


async def test_what_came_went_or_became_another_currency_is_a_change(tmp_path):
    async with a_record(tmp_path) as record:
        await record.put(
            reading(0, balance("A", "1")),
            reading(1, balance("A", "1"), balance("B", "2")),
            reading(2, balance("B", "2", currency="USDT")),
        )
        told = [(c.key, c.currency, c.before, c.after) for c in await record.changes()]
        one, two = Decimal(1), Decimal(2)
        assert told == [
            ("A", "BTC", None, one),
            ("B", "BTC", None, two),
            ("A", "BTC", one, None),
            ("B", "BTC", two, None),
            ("B", "USDT", None, two),
        ]


async def test_a_failure_begins_a_gap_and_the_next_reading_ends_it(tmp_path):
    async with a_record(tmp_path) as record:
        await record.put(reading(0, balance()), reading(60, balance()))
        await record.fails(70)
        await record.fails(130, ProblemKind.KEYS_REFUSED)  # changes nothing: the gap has begun
        (open_gap,) = await record.gaps()
        assert open_gap == Gap(at(60), None, ProblemKind.TIMED_OUT)
        await record.put(reading(190, balance(amount="2")))
        assert await record.gaps() == [Gap(at(60), at(190), ProblemKind.TIMED_OUT)]
        for seconds, is_known in ((60, True), (61, False), (189, False), (190, True)):
            found = await record.known_at(seconds)
            assert found.is_known is is_known
            assert found.reading.as_of == at(seconds if is_known else 60)


async def test_a_time_in_which_nobody_read_is_a_gap_without_a_problem(tmp_path):
    async with a_record(tmp_path) as record:
        long = MIN_GAP.total_seconds()
        await record.put(reading(0, balance()), reading(long, balance()))
        assert await record.gaps() == []
        await record.put(reading(2 * long + 1, balance()))
        assert await record.gaps() == [Gap(at(long), at(2 * long + 1), None)]


async def test_a_failure_before_the_first_reading_is_no_gap_and_nothing_is_known_before(tmp_path):
    async with a_record(tmp_path) as record:
        await record.fails(-60)
        await record.put(reading(0, balance()))
        assert await record.gaps() == []
        assert await record.known_at(-1) is None
        assert await record.history.began(record.register_id) == at(0)


async def test_a_clock_that_was_set_back_adds_nothing_before_the_end_of_the_record(
    tmp_path, caplog
):
    ahead = datetime.now(UTC) + timedelta(hours=1)
    async with a_record(tmp_path) as record:
        await record.put(Reading(ahead, (balance(amount="1"),)))
        now = datetime.now(UTC)
        await record.put(Reading(now, (balance(amount="2"),)))
        assert len(await record.changes()) == 1
        assert "the clock was set back" in caplog.text
        last = await record.recorder.last(record.register_id)  # what a failure shows is today's
        assert last
        assert last.balances[0].amount == 2
        await record.put(Reading(ahead + timedelta(seconds=1), (balance(amount="2"),)))
        assert [change.after for change in await record.changes()] == [1, 2]


async def test_removing_a_register_removes_its_record_and_no_other(tmp_path):
    async with a_record(tmp_path) as record:
        table = RegisterTable(record.database)
        other = await table.add("Market", "login-2", "token")
        await record.put(reading(0, balance()))
        record.recorder.record(other.id, reading(0, balance()))
        await record.recorder.flush()
        await table.remove(record.register_id)
        record.recorder.record(record.register_id, reading(60, balance()))  # it was in flight
        await record.recorder.flush()
        assert await record.changes() == []
        assert [c async for c in record.history.changes(other.id)] != []
        for name in ("methods", "descriptions", "changes", "spans"):
            (row,) = await record.database.rows(f"SELECT count(*) AS count FROM {name}")
            assert row["count"] == 1


async def test_many_equal_readings_between_two_writes_leave_their_first_and_last(tmp_path):
    async with a_record(tmp_path) as record:
        await record.put(*(reading(each, balance()) for each in range(100)))
        assert len(await record.changes()) == 1
        assert (await record.known_at(99)).is_known
        assert not (await record.known_at(99.5)).is_known


async def test_the_newest_changes_come_page_by_page(tmp_path):
    async with a_record(tmp_path) as record:
        for each in range(7):
            await record.put(reading(each, balance("A", str(each)), balance("B", str(each // 3))))
        page = await record.newest(0, 3)
        assert [f"{c.key} {c.after}" for c in page.changes] == ["B 2", "A 6", "A 5"]
        pages = [await record.newest(number, 2, "A") for number in range(4)]
        assert [str(c.after) for page in pages for c in page.changes] == list("6543210")
        assert [page.has_older for page in pages] == [True, True, True, False]
