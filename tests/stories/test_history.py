"""/history: a picture with its caption, switched in place, and the list of changes."""

from datetime import timedelta

from story import Story

from bot.domain.registers import Register

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n"
STEP = timedelta(minutes=2)


async def held(
    story: Story, register: Register, usdt: str, since: timedelta, until: timedelta = timedelta(0)
) -> None:
    """It was read every two minutes in that time and held so much all the while."""
