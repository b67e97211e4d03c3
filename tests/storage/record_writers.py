"""Processes that write into a record: one that is killed, and several at once.

python record_writers.py kill DATABASE       at each statement of a reading, one after another
python record_writers.py race DATABASE NAME  two hundred readings, beside another process
"""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot.domain.readings import Balance, Reading
from bot.services.recorder import MIN_GAP, Recorder
from bot.storage import open_database

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
TABLES = ("methods", "descriptions", "changes", "spans", "readings")

State = list[list[tuple[object, ...]]]


def reading(seconds: float, *rows: tuple[str, str]) -> Reading:
    balances = tuple(Balance(key, key.title(), Decimal(amount), "USDT", 6) for key, amount in rows)
    return Reading(START + timedelta(seconds=seconds), balances)


BEFORE = reading(0, ("A", "1"), ("B", "2"))
AFTER = reading(1000, ("A", "1.5"), ("C", "3"))  # one changed, one gone, one new, after a gap


async def record(path: Path, *readings: Reading) -> None:
    async with open_database(path) as database:
        recorder = Recorder(database, gap_after=MIN_GAP)
        for each in readings:
            recorder.record(1, each)
        await recorder.close()


def state(path: Path) -> State:
    with closing(sqlite3.connect(path)) as database:
        return [database.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]


def dies_at(statement: int) -> None:
    """This process, at its so manieth statement since the first one that writes."""
    connect, executed = sqlite3.connect, 0

    def hear(sql: str) -> None:
        nonlocal executed
        executed += sql.startswith("BEGIN") or executed > 0
        if executed == statement + 1:
            os.kill(os.getpid(), signal.SIGKILL)

    def listened(*place: object, **how: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*place, **how)  # type: ignore[call-overload]  # passed on
        connection.set_trace_callback(hear)
        return connection

    sqlite3.connect = listened  # type: ignore[assignment]  # it has overloads


def kill_at_each_statement(path: Path) -> None:
    """Writes what each kill left: «before», «after», or «between», which must not be."""
    asyncio.run(record(path, BEFORE))
    before, copy = state(path), path.with_suffix(".copy")
    shutil.copy(path, copy)
    asyncio.run(record(path, AFTER))
    after = state(path)
    known = {str(before): "before", str(after): "after"}
    for statement in range(200):
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        shutil.copy(copy, path)
        if (child := os.fork()) == 0:
            dies_at(statement)
            asyncio.run(record(path, AFTER))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(known.get(str(state(path)), "between") + "\n")
        sys.stdout.flush()  # before the next fork, which would write it again
        if os.WIFEXITED(status):
            return


async def race(path: Path, name: str) -> None:
    async with open_database(path) as database:
        recorder = Recorder(database, gap_after=MIN_GAP)
        for number in range(200):
            now = datetime.now(UTC)
            amount = f"{now.microsecond}.{number:03}"
            recorder.record(1, Reading(now, (Balance(name, name, Decimal(amount), "USDT", 6),)))
            if number % 7 == 0:
                await recorder.flush()
        await recorder.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["kill", path]:
            kill_at_each_statement(Path(path))
        case ["race", path, name]:
            asyncio.run(race(Path(path), name))
