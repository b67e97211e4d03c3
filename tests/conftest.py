"""One world with one running bot for the whole session; each story brings people of its own."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from leaks import listening
from story import SECRET, Story, new_story

from bot.telegram.transport.lazy_models import import_aiogram

import_aiogram()  # before any test imports it, as the bot does


@pytest.fixture(scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    async with new_story(tmp_path_factory.mktemp("world")) as story:
        yield story


@pytest.fixture
async def story(world: Story) -> AsyncIterator[Story]:
    """The world, clean again when the story is told; no secret has got anywhere."""
    mine = replace(world, logins={}, told_before=len(world.telegram.calls))
    with listening(SECRET) as log:
        yield mine
        await mine.clean_up()
    assert log.leaks == []
