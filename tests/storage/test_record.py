"""The record gives back every reading that was put in, and nothing else; real files."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.changes import Change
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
