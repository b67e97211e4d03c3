"""No message and no press makes SQLite look through a table, however many rows it has."""

import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from story import EMPTY, EXAMPLE, new_story

from bot.domain.readings import Balance, ProblemKind, Reading
from bot.domain.registers import Credentials
from sandbox.crystalpay import SandboxBalance

OTHER_USDT = {"USDTBEP": SandboxBalance("USDT BEP-20", "5", "USDT", 6)}
FILLED_AND_EMPTY = {**EXAMPLE, **OTHER_USDT, **EMPTY}
KINDS = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")

INHERENT = {"SCAN registers"}
"""A chat that may see all registers is shown all of them: there is nothing to look them up by."""


class Listener:
    """Every statement that any connection of this process executes, as SQLite saw it."""

    def __init__(self):
        self.heard = set()

    def __call__(self, sql):
        if sql.lstrip().upper().startswith(KINDS):
            self.heard.add(sql)


@pytest.fixture
async def listener(monkeypatch):
    listener, connect = Listener(), sqlite3.connect

    def listened(*place, **how):
        connection = connect(*place, **how)
        connection.set_trace_callback(listener)
        return connection

    monkeypatch.setattr(sqlite3, "connect", listened)
    return listener


@pytest.fixture
async def fresh(listener, tmp_path):
    """A world whose bot reads anew for each message."""
    async with new_story(tmp_path, reading_ttl=0) as story:
        yield replace(story, logins={})


def scans(path, statements):
    """By statement, the lines of its plan that walk through a table, or all that a register did."""
    database = sqlite3.connect(path)
    plans = {sql: plan(database, sql) for sql in statements}
    database.close()
    return {sql: found for sql, found in plans.items() if found}


def plan(database, sql):
    lines = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}")]
    no_table = r"CONSTANT ROW|json_each|\(?subquery|page$"  # page: what was found, one page of it
    return [line for line in lines if re.match(rf"SCAN (?!{no_table})", line)]


async def use(person):
    """What people do with balances every day."""
    for text in (
        "/balance",
        "/balance Shop",
        "/balance nothing",
        "/total",
        "/start",
        "/id",
        "/language",
    ):
        await person.sends(text)
    for text in ("/balance yesterday", "/balance Shop 1h", "/settings", "/settings Moscow"):
        await person.sends(text)
    await person.sends("/balance")
    for label in ("Show empty", "Refresh", "Hide empty"):
        await person.clicks(label)
    await person.sends("/export")
    for label in ("📤 Export", "Daily", "📤 Export"):
        await person.clicks(label)
    await person.sends("/history Shop")
    for label in ("Max", "List", "All balances", "Refresh", "Chart", "Choose a balance"):
        await person.clicks(label)
    await person.sends("/history Shop USDT")


async def heard_while(listener, story, doing):
    """The statements of this alone: not of the start, of the test's seeding or of the jobs."""
    await story.telegram.user("First").sends("/id")  # answered: the start is over
    jobs = await of_the_jobs(listener, story.services)
    listener.heard.clear()
    await doing
    return {sql for sql in listener.heard if shape(sql) not in jobs}


async def of_the_jobs(listener, services):
    """What is asked beside the answers, once after rights have changed, may look at everything."""
    listener.heard.clear()
    await services.roles.changed_elsewhere()
    await services.roles.differences()
    await services.ended_grants.next_end()
    return {shape(sql) for sql in listener.heard}


def shape(sql):
    return re.sub(r"\d+", "0", sql)


async def test_a_chat_of_one_register_walks_through_no_table(fresh, listener):
    shop, _ = await fresh.register("Shop", FILLED_AND_EMPTY), await fresh.register("Other")
    person = await fresh.viewer(shop)
    heard = await heard_while(listener, fresh, use(person))
    assert any("registers" in sql for sql in heard)
    assert scans(fresh.settings.database_path, heard) == {}


async def test_a_chat_of_all_registers_walks_through_those_only(fresh, listener):
    await fresh.register("Shop", FILLED_AND_EMPTY)
    person = await fresh.viewer()
    heard = await heard_while(listener, fresh, use(person))
    found = scans(fresh.settings.database_path, heard)
    assert {line for lines in found.values() for line in lines} <= INHERENT


async def test_the_list_of_chats_walks_through_no_table(fresh, listener):
    shop = await fresh.register("Shop")
    for chat_id in range(-30, -10):
        await fresh.services.access.allow(chat_id, [shop])

    async def view_counts():
        await fresh.admin.sends("/access")
        for label in ("›", "›", "‹"):
            await fresh.admin.clicks(label)
        await fresh.admin.clicks("-20")
        await fresh.admin.clicks("Back")

    heard = await heard_while(listener, fresh, view_counts())
    assert any("chats" in sql and "json_each" in sql for sql in heard)
    found = scans(fresh.settings.database_path, heard)
    assert {line for lines in found.values() for line in lines} <= INHERENT


async def test_a_stranger_walks_through_no_table(fresh, listener):
    await fresh.register("Shop")
    stranger = fresh.telegram.user("Stranger")

    async def knocks():
        for text in ("/balance", "/start", "hello"):
            await stranger.sends(text)

    heard = await heard_while(listener, fresh, knocks())
    assert heard
    assert scans(fresh.settings.database_path, heard) == {}


async def test_a_failing_register_walks_through_no_table(fresh, listener):
    shop = await fresh.register("Shop", secret="not the one")
    person = await fresh.viewer(shop)
    heard = await heard_while(listener, fresh, person.sends("/balance"))
    assert any("readings" in sql for sql in heard)
    assert scans(fresh.settings.database_path, heard) == {}


async def ask_the_record(services, register):
    """A reading that is new, one that is the same, one without a balance, a failure; then all."""
    recorder, history = services.recorder, services.history
    now = datetime.now(UTC)
    both = tuple(Balance(key, key, Decimal(1), "BTC", 8) for key in ("A", "B"))
    for minutes, balances in enumerate((both, both, both[1:]), start=-9):
        recorder.record(register.id, Reading(now + timedelta(minutes=minutes), balances))
        await recorder.flush()
    recorder.record_failure(register.id, now - timedelta(minutes=6), ProblemKind.TIMED_OUT)
    ago = now - timedelta(minutes=8)
    assert await history.began(register.id)
    assert await history.at(register.id, ago)
    assert await history.gaps(register.id, ago, now)
    assert await history.methods(register.id)
    for keys in (None, ["A"]):
        assert (await history.newest(register.id, keys, 0, 10)).changes
        assert [each async for each in history.changes(register.id, keys, until=now)]


async def test_the_record_walks_through_no_table(fresh, listener):
    await fresh.register("Shop")
    other = await fresh.services.registers.add("Other", Credentials("login-of-other", "secret"))
    heard = await heard_while(listener, fresh, ask_the_record(fresh.services, other))
    for table in ("methods", "descriptions", "changes", "spans"):
        assert any(table in sql and "INSERT" in sql for sql in heard)
        assert any(table in sql and "SELECT" in sql for sql in heard)
    assert scans(fresh.settings.database_path, heard) == {}
