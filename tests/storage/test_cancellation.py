"""Whatever is cancelled, locked or lost with its file: no half operation, and nobody is blocked."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.readings import Balance, Reading
from bot.storage import DatabaseError, ReadingTable, RegisterTable, open_database


async def names(database):
    return [register.name for register in await RegisterTable(database).all()]


async def operation(database, name):
    """Two tables' writes, one inside the other, as a service puts them together."""
    async with database.transaction():
        table = RegisterTable(database)
        register = await table.add(f"{name} 1", "", "")
        await table.add(f"{name} 2", "", "")
        await table.rename(register.id, f"{name} one")


async def cancelled_after(steps, database, name):
    """Cancel the operation after so many turns of the event loop; whether it was done by then."""
    task = asyncio.create_task(operation(database, name))
    for _ in range(steps):
        if task.done():
            break
        await asyncio.sleep(0)
    done = task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return done


async def test_an_operation_cancelled_at_any_moment_is_whole_or_not_there(database):
    """Each turn of the loop is a moment, and what waits for SQLite's thread takes many turns."""
    whole = 0
    for steps in range(400):
        name = f"operation{steps}"
        await cancelled_after(steps, database, name)
        mine = [each for each in await names(database) if each.startswith(f"{name} ")]
        assert sorted(mine) in ([], [f"{name} 2", f"{name} one"])
        whole += bool(mine)
        await operation(database, f"after{steps}")
        assert f"after{steps} one" in await names(database)
    assert whole < 400


async def test_a_task_cancelled_while_it_waits_for_the_lock_leaves_no_transaction(path, database):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(operation(database, "late"))
        await asyncio.sleep(0.05)  # it waits in SQLite's thread, where nothing tells of it
        task.cancel()
        other.execute("ROLLBACK")
    await asyncio.gather(task, return_exceptions=True)
    await operation(database, "next")
    assert "next one" in await names(database)
    await database.write("INSERT INTO chats (id, title) VALUES (5, 'kept')")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT title FROM chats").fetchall() == [("kept",)]


async def test_reads_do_not_wait_for_another_process_that_writes(path, database):
    await RegisterTable(database).add("Shop", "", "")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(RegisterTable(database).add("Later", "", ""))
        await asyncio.sleep(0.05)
        assert await names(database) == ["Shop"]
        assert not writing.done()
        other.execute("ROLLBACK")
    await writing
    assert await names(database) == ["Shop", "Later"]


async def test_inside_a_transaction_its_own_writes_are_seen_and_by_nobody_else(database):
    table = RegisterTable(database)
    async with database.transaction():
        await table.add("Shop", "", "")
        assert await names(database) == ["Shop"]
        assert await asyncio.create_task(names(database)) == []
    assert await names(database) == ["Shop"]


async def test_when_a_transaction_is_over_those_who_wait_for_it_are_called(database):
    called = []
    database.after_transaction(lambda: called.append("at once"))
    async with database.transaction(), database.transaction():
        database.after_transaction(lambda: called.append("after"))
        assert called == ["at once"]
    assert called == ["at once", "after"]


@pytest.mark.parametrize("replaced", [False, True])
async def test_a_file_that_was_taken_away_is_noticed_before_anything_is_called_done(
    path, database, replaced
):
    path.unlink()
    if replaced:
        path.touch()
    with pytest.raises(DatabaseError, match="was deleted or replaced while in use; restart"):
        await operation(database, "lost")
    with pytest.raises(DatabaseError, match="was deleted or replaced"):
        await database.write("INSERT INTO chats (id) VALUES (5)")


def reading(moment, amount):
    return Reading(moment, (Balance("BTC", "Bitcoin", Decimal(amount), "BTC", 8),))


async def test_an_older_reading_never_overwrites_a_newer_one(path, database):
    shop = await RegisterTable(database).add("Shop", "", "")
    now = datetime.now(UTC).replace(microsecond=0)
    async with open_database(path) as other:  # the command line, slower than the bot
        await ReadingTable(database).save(shop.id, reading(now, "2"))
        await ReadingTable(other).save(shop.id, reading(now - timedelta(seconds=3), "1"))
    kept = await ReadingTable(database).last(shop.id)
    assert kept
    assert kept.balances[0].amount == 2


async def test_a_reading_of_the_future_gives_way_to_one_of_now(database):
    shop = await RegisterTable(database).add("Shop", "", "")
    now = datetime.now(UTC).replace(microsecond=0)
    await ReadingTable(database).save(shop.id, reading(now + timedelta(days=300), "1"))
    await ReadingTable(database).save(shop.id, reading(now, "2"))
    kept = await ReadingTable(database).last(shop.id)
    assert kept
    assert kept.balances[0].amount == 2
