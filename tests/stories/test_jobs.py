"""What the bot does by itself goes on after a failure, and the bot says when it does not."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from story import Story, new_story

from bot.status import StatusFile


def execute(story: Story, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(story.settings.database_path)) as connection:
        rows = connection.execute(sql).fetchall()
        connection.commit()
        return rows


async def until(true: Callable[[], object], within: float = 20) -> None:
    """For what happens in files and logs, of which no event tells."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.05)


def failing(file: StatusFile) -> tuple[str, ...] | None:
    """The tasks that the status names; None while there is no status."""
    read = file.read()
    return read[1].failing if read else None


def menu_is_noted(story: Story, chat_id: int) -> bool:
    return execute(story, f"SELECT menu FROM chats WHERE id = {chat_id}") == [("viewer",)]


async def test_a_menu_that_could_not_be_noted_is_noted_later_without_another_change(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_story(tmp_path) as story:
        user = story.telegram.user("Viewer")
        await user.sends("/id")
        other = sqlite3.connect(
            story.settings.database_path, isolation_level=None, check_same_thread=False
        )
        with closing(other):
            await story.services.access.allow(user.id, ())
            # Given up without a commit: nothing that the bot could take for a change.
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            await until(lambda: "“menus” failed and is started again" in caplog.text)
            assert not menu_is_noted(story, user.id)
            other.rollback()
            await until(lambda: menu_is_noted(story, user.id))
        assert "another process keeps it locked" in caplog.text


async def test_a_task_that_fails_again_and_again_is_named_in_the_status_until_it_is_mended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_story(tmp_path) as story:
        file = StatusFile.beside(story.settings.database_path)
        user = story.telegram.user("Viewer")
        await user.sends("/id")
        await until(lambda: failing(file) == ())
        execute(
            story,
            "CREATE TRIGGER no_menus BEFORE INSERT ON chats WHEN new.menu != ''"
            " BEGIN SELECT raise(ABORT, 'no menus today'); END",
        )
        await story.services.access.allow(user.id, ())
        await until(lambda: failing(file) == ("menus",))
        assert "Traceback" in caplog.text  # nobody expects such a fault
        await user.sends("/id")
        execute(story, "DROP TRIGGER no_menus")
        await until(lambda: menu_is_noted(story, user.id))
