"""A disk that fails takes nothing from a reader: what was read is shown, and written later."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from stories.test_kills import said, until
from stories.test_process import environment, start
from story import new_story, new_world, running_bot

from bot.domain.notifications import Notification, NotificationKind
from bot.storage import DatabaseError

GIVEN = Notification(NotificationKind.ACCESS_GIVEN)


@contextmanager
def locked(path: Path):
    """Another process that is in the middle of a write."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def chat_title(path: Path, chat_id: int) -> str:
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT title FROM chats WHERE id = ?", (chat_id,)).fetchone()
    return found[0] if found else ""


async def titled(path: Path, chat_id: int, title: str) -> None:
    async with asyncio.timeout(15):
        while await chat_title(path, chat_id) != title:
            await asyncio.sleep(0.05)


async def test_the_first_balance_of_a_chat_is_shown_while_another_process_writes(
    tmp_path: Path,
) -> None:
    async with new_story(tmp_path) as story:
        shop = await story.register("Shop")
        user = await story.viewer(shop)
        await story.telegram.polled()
        with locked(story.settings.database_path):
            loop = asyncio.get_running_loop()
            began = loop.time()
            answer = await user.sends("/balance")
            assert answer.text.startswith("💎 Shop")
            assert loop.time() - began < 4, "it waited for the lock, which lasts for 5 s and more"
        await titled(story.settings.database_path, user.id, "Viewer")


async def test_a_chat_that_is_owed_something_has_its_balance_shown_while_another_process_writes(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        user = await story.viewer(await story.register("Shop"))
        database = story.services.outbox._database
        async with database.transaction():
            await story.services.outbox.owe("a", user.id, GIVEN)
            await database.write("UPDATE outbox SET state = 'undeliverable', due_at = NULL")
        async with running_bot(story):
            await story.telegram.polled()
            with locked(story.settings.database_path):
                loop = asyncio.get_running_loop()
                began = loop.time()
                update = user.posts("/balance")
                await until(lambda: said(user, "💎 Shop") == 1)
                assert loop.time() - began < 4, "it waited for the lock, which lasts 5 s and more"
                await story.telegram.confirmed(update)  # given up: the lock outlasts the wait
            assert said(user, "went wrong") == 0
            await user.sends("/balance")
            await until(lambda: said(user, "Access granted") == 1)


async def test_a_full_disk_takes_no_balance_from_a_chat_that_asks_for_the_first_time(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        shop = await story.register("Shop")
        user = await story.viewer(shop)
        bot = await start("run", **environment(story) | {"LOG_LEVEL": "INFO"})
        try:
            await story.telegram.polled()
            unlimited = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (0, unlimited[1]))
            user.posts("/balance")
            await until(lambda: said(user, "💎 Shop") == 1)
            await _not_written(bot)
            resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, unlimited)
            await titled(story.settings.database_path, user.id, "Viewer")
        finally:
            bot.kill()
            await bot.wait()
        async with story.services.outbox._database.transaction() as connection:
            rows = await connection.execute_fetchall("SELECT register_id FROM readings")
        assert [row["register_id"] for row in rows] == [shop.id]


async def _not_written(bot: asyncio.subprocess.Process) -> None:
    """Until the log says that something has to wait for a better disk."""
    assert bot.stderr
    async with asyncio.timeout(15):
        while b"were not written yet" not in await bot.stderr.readline():
            pass


async def test_what_is_written_into_a_file_that_was_deleted_is_not_called_done(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as mine:
        mine.settings.database_path.unlink()
        with pytest.raises(DatabaseError, match="was deleted or replaced while in use"):
            await mine.register("Shop")
