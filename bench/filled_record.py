"""A record as years leave it: changes by the million, in the order in which they were seen."""

import asyncio
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.storage import open_database

METHODS = 30
ENDED = datetime(2026, 11, 1, tzinfo=UTC)
DAY_MS = 24 * 3600 * 1000
DAYS = 500
"""What every record reaches back to; 50 registers with 200 changes a day make 5 million."""

READ_MS = DAY_MS - 10 * 60 * 1000
"""Every day has a gap of ten minutes."""

Row = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class Filling:
    """How many changes there are, and of how many registers."""

    registers: int
    changes: int

    @property
    def began_ms(self) -> int:
        return int(ENDED.timestamp()) * 1000 - DAYS * DAY_MS


def fill(path: Path, filling: Filling) -> None:
    """Make a new file with registers 1 … n and METHODS balances each."""
    asyncio.run(_create(path))
    with closing(sqlite3.connect(path)) as database, database:
        _add_registers(database, filling)
        database.executemany(
            "INSERT INTO changes (method_id, at, description_id, amount) VALUES (?, ?, ?, ?)",
            _changes(filling),
        )


def amount(chance: random.Random) -> str:
    """Of a currency with two decimal places, or of one with eight."""
    digits = 2 if chance.random() < 0.5 else 8
    return f"{chance.uniform(0, 10_000 if digits == 2 else 100):.{digits}f}"


async def _create(path: Path) -> None:
    async with open_database(path):
        pass


def _add_registers(database: sqlite3.Connection, filling: Filling) -> None:
    began, registers = filling.began_ms, range(1, filling.registers + 1)
    database.executemany(
        "INSERT INTO registers (id, name, folded_name, login, secret, added_at)"
        " VALUES (?1, 'shop' || ?1, 'shop' || ?1, 'login-' || ?1, 'sealed', 0)",
        [(register,) for register in registers],
    )
    database.executemany(
        "INSERT INTO readings (register_id, as_of, balances) VALUES (?, ?, ?)",
        [(register, began, json.dumps([])) for register in registers],
    )
    for register in registers:
        numbers = range(first_method(register), first_method(register) + METHODS)
        database.executemany(
            "INSERT INTO methods (id, register_id, key) VALUES (?1, ?2, 'METHOD' || ?1)",
            [(method, register) for method in numbers],
        )
        database.executemany(
            "INSERT INTO descriptions (id, method_id, name, currency, accuracy)"
            " VALUES (?1, ?1, 'Method ' || ?1, 'C' || ?1, 8)",
            [(method,) for method in numbers],
        )
        database.executemany(
            "INSERT INTO spans (register_id, began, ended) VALUES (?, ?, ?)",
            [
                (register, began + day * DAY_MS, began + day * DAY_MS + READ_MS)
                for day in range(DAYS)
            ],
        )


def first_method(register: int) -> int:
    return 1 + (register - 1) * METHODS


def _changes(filling: Filling) -> Iterator[Row]:
    """One method after another, at random, so that a page of the file holds many of them."""
    chance = random.Random(1)  # noqa: S311 - nothing secret
    step = DAYS * DAY_MS / filling.changes
    for number in range(filling.changes):
        method = chance.randint(1, filling.registers * METHODS)
        yield method, filling.began_ms + int(number * step), method, amount(chance)
