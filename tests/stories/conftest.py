"""A bot with a long timeout for tests that hold CrystalPAY back, and a login to add."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from story import EXAMPLE, SECRET, Story, new_story


@pytest.fixture
async def slow(tmp_path: Path) -> AsyncIterator[Story]:
    """A bot that waits longer for CrystalPAY than any test holds it back."""
    async with new_story(tmp_path, crystalpay_timeout=60) as story:
        yield story
        story.keeps_secrets()


@pytest.fixture
def login(request: pytest.FixtureRequest) -> str:
    """One that CrystalPAY knows as «My shop» and the bot does not know."""
    world = "slow" if "slow" in request.fixturenames else "story"
    story: Story = request.getfixturevalue(world)
    name = f"shop-{len(story.crystalpay.requests)}"
    story.crystalpay.add_register(name, SECRET, "My shop", EXAMPLE)
    return name
