"""The trail keeps what was done in order, and no more of what strangers do than it should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.audit import Actor, Event
from bot.services.audit import MAX_UNPRIVILEGED_ENTRIES, Audit
from bot.storage import AuditTable, DatabaseError

ANNA = Actor(7, "Anna")
NOW = datetime.now(UTC)


@pytest.fixture
def table(database):
    return AuditTable(database)


async def written(audit, since=None):
    return [(entry.event, entry.chat_id) async for entry in audit.since(since)]


async def test_entries_come_back_as_they_were_written(table):
    audit = Audit(table)
    await audit.record(Event.GRANTED, ANNA, -5, registers="Shop", ends=None, hours=3)
    (entry,) = [entry async for entry in audit.since()]
    assert (entry.event, entry.actor, entry.chat_id) == (Event.GRANTED, ANNA, -5)
    assert entry.details == {"registers": "Shop", "hours": 3}
    assert abs(entry.at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_a_trail_longer_than_one_batch_is_read_whole_and_in_order(table):
    audit = Audit(table)
    for chat_id in range(1003):
        await audit.record(Event.GRANTED, ANNA, chat_id)
    assert [chat_id for _, chat_id in await written(audit)] == list(range(1003))
    assert await written(audit, NOW + timedelta(hours=1)) == []
    assert len(await written(audit, NOW - timedelta(hours=1))) == 1003


async def test_an_empty_trail_has_one_page(table):
    page = await Audit(table).page(3, 8)
    assert (page.entries, page.number, page.pages) == ((), 0, 1)


async def test_attempts_of_one_chat_are_one_entry_for_an_hour(table):
    for seconds, expected in ((3600, 1), (3600, 1), (0, 2)):
        await table.add(
            Event.ATTEMPT_DENIED, ANNA, -5, {}, unless_within=timedelta(seconds=seconds)
        )
        assert await table.count() == expected
    await table.add(Event.ATTEMPT_DENIED, ANNA, -6, {}, unless_within=timedelta(hours=1))
    assert await table.count() == 3


async def test_of_what_anyone_can_cause_only_the_newest_are_kept(table):
    audit = Audit(table)
    await audit.record(Event.KEY_ROTATED, ANNA)
    for chat_id in range(MAX_UNPRIVILEGED_ENTRIES + 3):
        await audit.record(Event.ATTEMPT_DENIED, ANNA, chat_id)
    for chat_id in range(3):
        await audit.record(Event.REGISTER_ADDED, ANNA, chat_id)
    kept = await written(audit)
    assert kept[:2] == [(Event.KEY_ROTATED, None), (Event.ATTEMPT_DENIED, 3)]
    assert len(kept) == 1 + MAX_UNPRIVILEGED_ENTRIES + 3


async def test_looks_are_one_row_a_day_and_chat(table):
    today = datetime.now(UTC).date()
    await table.add_view_counts({(today, 1): 1, (today, 2): 1})
    await table.add_view_counts({(today, 2): 3, (today - timedelta(days=1), 2): 7})
    view_counts = await table.view_counts(today)
    assert [(each.chat_id, each.count) for each in view_counts] == [(2, 4), (1, 1)]
    assert await table.view_counts(today + timedelta(days=1)) == []


async def test_looks_that_could_not_be_written_are_written_the_next_time(database, table):
    audit, today = Audit(table), datetime.now(UTC).date()
    await database.write("ALTER TABLE looks RENAME TO elsewhere")
    audit.count_view(5)
    with pytest.raises(DatabaseError):
        await audit.view_counts()
    await database.write("ALTER TABLE elsewhere RENAME TO looks")
    await audit.close()
    assert [(each.chat_id, each.count) for each in await table.view_counts(today)] == [(5, 1)]


async def test_an_attempt_that_is_delivered_again_a_day_later_is_no_error(table, database):
    audit = Audit(table)
    stranger = Actor(8, "Eve", "message:8:1")
    await audit.record_attempt(stranger, 8)
    await database.write("UPDATE audit SET at = at - 24 * 3600 * 1000")
    await audit.record_attempt(stranger, 8)
    assert await written(audit) == [(Event.ATTEMPT_DENIED, 8)]
