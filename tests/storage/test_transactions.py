"""A transaction is kept whole or not at all, whoever else writes and whatever kills the process."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from bot.storage import DatabaseError, RegisterTable, open_database

INSERT = (
    "INSERT INTO registers (name, folded_name, login, secret, added_at) VALUES (?1, ?1, '', '', 0)"
)


async def names(database):
    return [register.name for register in await RegisterTable(database).all()]


async def write(database, *statements):
    """All in one transaction."""
    async with database.transaction() as connection:
        for sql in statements:
            await connection.execute(sql, ("half",) if "?" in sql else ())


async def test_an_exception_inside_leaves_nothing(database):
    with pytest.raises(DatabaseError, match="no such table"):
        await write(database, INSERT, "DELETE FROM what_is_not_there")
    assert await names(database) == []


async def test_a_task_cancelled_inside_leaves_nothing_and_blocks_nobody(database):
    inside = asyncio.Event()

    async def write():
        async with database.transaction() as connection:
            await connection.execute(INSERT, ("half",))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await RegisterTable(database).add("whole", "", "")
    assert await names(database) == ["whole"]


async def test_a_broken_constraint_leaves_nothing_of_the_whole_transaction(database):
    with pytest.raises(sqlite3.IntegrityError):
        await write(database, INSERT, INSERT)
    assert await names(database) == []


async def test_transactions_of_two_tasks_do_not_mix(database):
    first_inside, second_waits = asyncio.Event(), asyncio.Event()

    async def first():
        async with database.transaction() as connection:
            await connection.execute(INSERT, ("first",))
            first_inside.set()
            await second_waits.wait()
            raise LookupError

    async def second():
        await first_inside.wait()
        second_waits.set()
        async with database.transaction() as connection:
            await connection.execute(INSERT, ("second",))

    results = await asyncio.gather(first(), second(), return_exceptions=True)
    assert [type(result) for result in results] == [LookupError, type(None)]
    assert await names(database) == ["second"]


async def test_many_writers_at_once_lose_nothing(database):
    table = RegisterTable(database)
    await asyncio.gather(*(table.add(f"r{number}", "", "") for number in range(30)))
    assert sorted(await names(database)) == sorted(f"r{number}" for number in range(30))


async def test_what_one_connection_commits_the_other_sees_at_once(path, database):
    async with open_database(path) as other:
        await RegisterTable(database).add("Shop", "", "")
        assert await names(other) == ["Shop"]
        await RegisterTable(other).add("Market", "", "")
        assert await names(database) == ["Shop", "Market"]


async def test_another_connection_waits_for_the_end_of_a_write(path, database):
    async with open_database(path) as other:
        async with database.transaction() as connection:
            await connection.execute(INSERT, ("first",))
            waiting = asyncio.create_task(RegisterTable(other).add("second", "", ""))
            assert await names(other) == []
        await waiting
        assert await names(other) == ["first", "second"]


async def test_a_process_killed_inside_leaves_the_file_whole_and_without_its_half(path, process):
    code = """
import asyncio, sys
from pathlib import Path
from bot.storage import RegisterTable, open_database

async def main():
    async with open_database(Path(sys.argv[1])) as database:
        await RegisterTable(database).add("whole", "login", "sealed")
        async with database.transaction() as connection:
            for number in range(2000):
                await connection.execute(sys.argv[2], (f"half {number}",))
            print("inside", flush=True)
            await asyncio.Event().wait()

asyncio.run(main())
"""
    async with process(code, path, INSERT) as running:
        assert await running.stdout.readline() == b"inside\n"
        running.kill()
        await running.wait()
    async with open_database(path) as database:
        assert await names(database) == ["whole"]
        ((integrity,),) = await database.rows("PRAGMA integrity_check")
        assert integrity == "ok"
        await RegisterTable(database).add("after", "", "")
        assert await names(database) == ["whole", "after"]
