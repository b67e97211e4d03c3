"""Nothing that is kept grows without an end, and what has to stay does."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from story import Story, new_world

from bot.background import Supervisor
from bot.background.retention import apply_retention
from bot.background.supervisor import Restarts
from bot.domain.audit import Actor, Event
from bot.domain.notifications import Notification, NotificationKind
from bot.services.audit import MAX_UNPRIVILEGED_ENTRIES, UNPRIVILEGED_EVENTS
from bot.services.outbox import RETENTION
from bot.services.retention import CLOSED_REQUESTS, MAX_ENDED_GRANTS, VIEW_COUNTS
from bot.storage import DatabaseError
from bot.storage.timestamps import duration_ms, now_ms

ANNA = Actor(5, "Anna")
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(tmp_path: Path):
    async with new_world(tmp_path) as story:
        yield story


@pytest.fixture
def file(world: Story):
    with closing(sqlite3.connect(world.settings.database_path, isolation_level=None)) as file:
        yield file


def count(file: sqlite3.Connection, table: str) -> int:
    number: int = file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return number


def ago(age: timedelta) -> int:
    return now_ms() - duration_ms(age)


async def test_closed_requests_are_forgotten_after_their_time(world, file) -> None:
    for chat_id, age in ((1, CLOSED_REQUESTS + MINUTE), (2, CLOSED_REQUESTS - MINUTE)):
        await world.services.access_requests.ask(chat_id, "Team", ANNA)
        await world.services.access.allow(chat_id)
        file.execute(
            "UPDATE requests SET asked_at = ?1, decided_at = ?1 WHERE chat_id = ?2",
            (ago(age), chat_id),
        )
    await world.services.retention.apply()
    assert file.execute("SELECT chat_id FROM requests").fetchall() == [(2,)]


async def test_links_that_have_expired_are_forgotten(world, file) -> None:
    await world.services.invites.make([], None, ANNA)
    await world.services.invites.make([], None, ANNA)
    file.execute("UPDATE links SET expires_at = 1 WHERE id = 1")
    await world.services.retention.apply()
    assert file.execute("SELECT id FROM links").fetchall() == [(2,)]


async def test_so_many_grants_that_are_over_are_kept(world, file) -> None:
    file.executemany(
        "INSERT INTO grants (chat_id, granted_at, ends_at) VALUES (?, 1, ?)",
        [(chat_id, chat_id) for chat_id in range(1, MAX_ENDED_GRANTS + 6)],
    )
    await world.services.access.allow(-1)
    await world.services.ended_grants.announce()
    await world.services.retention.apply()
    kept = [row[0] for row in file.execute("SELECT chat_id FROM grants ORDER BY chat_id")]
    assert kept == [-1, *range(6, MAX_ENDED_GRANTS + 6)]


async def test_messages_are_forgotten_a_while_after_the_last_that_happened(world, file) -> None:
    for subject in ("old", "new"):
        said = Notification(NotificationKind.ACCESS_GIVEN)
        await world.services.outbox.owe(subject, 5, said)
    long_ago = ago(RETENTION + MINUTE)
    file.execute("UPDATE outbox SET changed_at = ? WHERE subject = 'old'", (long_ago,))
    await world.services.retention.apply()
    assert file.execute("SELECT subject FROM outbox").fetchall() == [("new",)]


async def test_views_are_counted_for_a_year_and_a_bit(world, file) -> None:
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=age) for age in (0, VIEW_COUNTS.days - 1, VIEW_COUNTS.days + 1)]
    file.executemany("INSERT INTO looks VALUES (5, ?, 1)", [(str(day),) for day in days])
    await world.services.retention.apply()
    assert {each.day for each in await world.services.audit.view_counts(days[-1])} == set(days[:2])


async def test_chats_that_came_to_nothing_are_forgotten(world, file) -> None:
    services = world.services
    await services.access.allow(1)
    await services.viewers.set_language(2, "ru")
    await services.access_requests.ask(3, "Waits", ANNA)
    await services.access_requests.ask(4, "Denied", ANNA)
    await services.access_requests.deny(
        (await services.access_requests.all_open())[-1].id, ANNA, for_good=True
    )
    await services.access_requests.ask(5, "Nobody answered", ANNA)
    file.execute("INSERT INTO chats (id, title) VALUES (1, 'Granted'), (6, 'Stranger')")
    file.execute("UPDATE requests SET asked_at = ?1 WHERE chat_id = 5", (1,))
    await services.retention.apply()

    def known() -> set[int]:
        return {row[0] for row in file.execute("SELECT id FROM chats")}

    assert known() == {1, 2, 3, 4, 5}
    file.execute("UPDATE requests SET decided_at = 1 WHERE decided_at IS NOT NULL")
    file.execute("DELETE FROM audit WHERE chat_id = 5")  # as newer entries do in time
    await services.retention.apply()
    assert known() == {1, 2, 3, 4}


async def test_of_what_anyone_can_cause_the_trail_keeps_so_much_and_of_admins_all(
    world, file
) -> None:
    file.executemany(
        "INSERT INTO audit (at, user_name, event, details) VALUES (1, '', ?, '{}')",
        [(event,) for event in (*UNPRIVILEGED_EVENTS, Event.GRANTED) for _ in range(1005)],
    )
    for event in UNPRIVILEGED_EVENTS:
        await world.services.audit.record(event, ANNA, 7)
    await world.services.retention.apply()
    counted = dict(file.execute("SELECT event, count(*) FROM audit GROUP BY event"))
    assert {counted[event] for event in UNPRIVILEGED_EVENTS} == {MAX_UNPRIVILEGED_ENTRIES}
    assert counted[Event.GRANTED] == 1005


async def test_the_rules_are_applied_again_and_again_and_after_trouble(
    world, file, caplog: pytest.LogCaptureFixture
) -> None:
    supervisor = Supervisor(Restarts(first_seconds=0.01), expected=(DatabaseError,))
    supervisor.start(
        "retention", lambda: apply_retention(world.services, delay_seconds=0, interval_seconds=0.01)
    )
    try:
        async with asyncio.timeout(10):
            for _ in range(2):
                file.execute("INSERT INTO chats (id, title) VALUES (6, 'Stranger')")
                while count(file, "chats"):
                    await asyncio.sleep(0.01)
            file.execute("ALTER TABLE looks RENAME TO hidden")  # every query of it fails
            while "failed and is started again" not in caplog.text:
                await asyncio.sleep(0.01)
            file.execute("ALTER TABLE hidden RENAME TO looks")
            file.execute("INSERT INTO chats (id, title) VALUES (6, 'Stranger')")
            while count(file, "chats"):
                await asyncio.sleep(0.01)
    finally:
        await supervisor.stop(5)
