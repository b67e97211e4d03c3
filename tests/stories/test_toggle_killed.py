"""Killed between the answer to a toggle and its write: the next start makes good the choice."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from stories.test_kills import until
from stories.test_process import environment
from story import EMPTY, EXAMPLE, labels, new_world

DYING = """
import os, signal
from bot.cli import main
from bot.storage import ChatTable

async def die(self, chat_id, hide_empty):
    os.kill(os.getpid(), signal.SIGKILL)

ChatTable.set_hide_empty = die
main(["run"])
"""


@asynccontextmanager
async def bot(settings, *arguments):
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=settings, cwd="/", stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_an_answered_choice_is_not_lost_with_the_process(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story:
        await story.register("Shop", {**EXAMPLE, **EMPTY})
        admin, settings = story.admin, environment(story)
        async with bot(settings, "-c", DYING) as dying:
            admin.posts("/balance")
            await until(lambda: any(m.keyboard for m in admin.chat.screen))
            screen = admin.chat.last
            press = admin.pressed("Show empty", screen)
            await asyncio.wait_for(press.answered.wait(), 20)
            assert await asyncio.wait_for(dying.wait(), 20) == -9
        assert "🙈 Hide empty" in labels(screen)
        assert (await story.services.viewers.get(admin.id)).hide_empty
        async with bot(settings, "-m", "bot", "run"):
            async with asyncio.timeout(20):
                while (await story.services.viewers.get(admin.id)).hide_empty:
                    await asyncio.sleep(0.02)  # the bot is another process
