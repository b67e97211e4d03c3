"""What is asked of the record costs SQLite as much with many changes as with few."""

import sqlite3
from collections.abc import Collection, Coroutine
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.domain.readings import Balance, Reading, RegisterOutcome
from bot.domain.registers import Register
from bot.services.changes_since import Comparisons
from bot.services.history import History
from bot.services.recorder import MIN_GAP, Recorder
from bot.storage import Database, HistoryTable, open_database

METHODS = 10
FEW, MANY = 2_000, 40_000
ENDED = datetime(2026, 11, 1, tzinfo=UTC)
STEP = timedelta(seconds=1)
STEPS_COUNTED = 10
"""Instructions of SQLite's machine between two calls of the counter."""


class Counter:
    """How many instructions SQLite has executed, of all connections."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        return 0

    async def of(self, doing: Coroutine[Any, Any, object]) -> int:
        self.calls = 0
        await doing
        return self.calls * STEPS_COUNTED


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    counter, connect = Counter(), sqlite3.connect

    def counted(*place: Any, **how: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*place, **how)
        connection.set_progress_handler(counter, STEPS_COUNTED)
        return connection

    monkeypatch.setattr(sqlite3, "connect", counted)
    return counter


def fill(path: Path, count: int) -> None:
    """Changes of one register's balances in turn, the last one at ENDED; and as many readings."""
    moments = [int((ENDED - STEP * back).timestamp() * 1000) for back in reversed(range(count))]
    numbers = range(1, METHODS + 1)
    plain = sqlite3.connect(path)
    plain.execute(
        "INSERT INTO registers (id, name, folded_name, login, secret, added_at)"
        " VALUES (1, 'Shop', 'shop', 'login', 'sealed', 0)"
    )
    plain.executemany("INSERT INTO methods VALUES (?1, 1, 'M' || ?1)", [(n,) for n in numbers])
    plain.executemany(
        "INSERT INTO descriptions VALUES (?1, ?1, 'Method', 'BTC', 8)", [(n,) for n in numbers]
    )
    plain.executemany(
        "INSERT INTO changes VALUES (?1, ?2, ?1, ?3)",
        [(1 + n % METHODS, at, str(n)) for n, at in enumerate(moments)],
    )
    plain.executemany(
        "INSERT INTO spans VALUES (1, ?1, ?1, 'timed_out')", [(at,) for at in moments]
    )
    plain.commit()
    plain.close()


async def costs(path: Path, count: int, counter: Counter) -> dict[str, int]:
    """By what is asked: instructions."""
    async with open_database(path):
        pass
    fill(path, count)
    async with open_database(path) as database:
        recorder = Recorder(database, gap_after=MIN_GAP)
        asked = questions(History(database, recorder), recorder, await of_today(database))
        return {name: await counter.of(doing) for name, doing in asked.items()}


def questions(
    history: History, recorder: Recorder, now: Reading
) -> dict[str, Coroutine[Any, Any, object]]:
    before = ENDED - 500 * STEP
    comparisons = Comparisons(history, recorder, watched=True)

    async def record(reading: Reading) -> None:
        recorder.record(1, reading)
        await recorder.flush()

    async def changes(keys: Collection[str] | None) -> None:
        async for _ in history.changes(1, keys, since=ENDED - 300 * STEP):
            pass

    return {
        "began": history.began(1),
        "at": history.at(1, before),
        "methods": history.methods(1),
        "first page": history.newest(1, None, 0, 10),
        "page 20": history.newest(1, None, 20, 10),
        "page of one": history.newest(1, ["M3"], 2, 10),
        "gaps": history.gaps(1, before, before + 20 * STEP),
        "changes": changes(None),
        "changes of one": changes(["M3"]),
        "since": comparisons.since([RegisterOutcome(Register(1, "Shop"), now)], before),
        "nothing changed": record(Reading(ENDED + STEP, now.balances)),
        "one changed": record(Reading(ENDED + 2 * STEP, (other(now), *now.balances[1:]))),
        "one is gone": record(Reading(ENDED + 3 * STEP, now.balances[1:])),
    }


async def of_today(database: Database) -> Reading:
    balances = await HistoryTable(database).balances_at(1, ENDED)
    assert len(balances) == METHODS
    return Reading(ENDED, tuple(balances.values()))


def other(reading: Reading) -> Balance:
    first = reading.balances[0]
    return Balance(first.key, first.name, first.amount + Decimal(1), first.currency, first.accuracy)


async def test_nothing_costs_more_with_more_changes(tmp_path: Path, counter: Counter) -> None:
    few = await costs(tmp_path / "few.sqlite3", FEW, counter)
    many = await costs(tmp_path / "many.sqlite3", MANY, counter)
    assert min(few.values()) >= STEPS_COUNTED
    grown = {name: (few[name], many[name]) for name in few if many[name] > 1.2 * few[name]}
    assert grown == {}
