"""What the bot does by itself beside answering: menus follow rights, grants end in time."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from aiogram import Bot

from bot.services.core import Core
from bot.services.roles import Role
from bot.telegram.menu import set_menu
from bot.translations import Languages

PACE = 0.2
"""Seconds between two chats whose menus are set: answers come first."""

GATHERED_FOR = 0.3
"""Seconds for which changes of rights are gathered: to compare all chats takes its time."""

LOOK = 1.0
"""Seconds between looks for what another process changed, or for the end of a grant."""

RETENTION_DELAY = 60.0
"""Seconds after the start: what waited meanwhile is answered first."""

RETENTION_INTERVAL = 3600.0


async def keep_menus(bot: Bot, core: Core, languages: Languages) -> None:
    """Set each chat's menu when its rights change, here or by the command line.

    A chat that never wrote has none; its first message counts as a change. What fails in here is
    made up for by the next start, which compares all chats.
    """
    due = True
    while True:
        due |= await core.roles.changed_elsewhere()
        if due or core.rights_changed.is_set():
            core.rights_changed.clear()
            await _set_menus(bot, core, languages)
            due = False
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK):
                await core.rights_changed.wait()
                await asyncio.sleep(GATHERED_FOR)


async def end_grants(core: Core) -> None:
    """Tell both sides of grants that have ended; they count for nothing from their second on."""
    while True:
        end = await core.access.next_end()
        if end is not None and end <= datetime.now(UTC):
            await core.access.take_ended()
        await asyncio.sleep(LOOK)


async def keep_bounds(
    core: Core, delay: float = RETENTION_DELAY, interval: float = RETENTION_INTERVAL
) -> None:
    """End and forget what is too old; both times in seconds."""
    await asyncio.sleep(delay)
    while True:
        await core.retention.apply()
        await asyncio.sleep(interval)


async def _set_menus(bot: Bot, core: Core, languages: Languages) -> None:
    for chat_id, role in (await core.roles.differences()).items():
        done = await set_menu(bot, chat_id, role, languages)
        if done or role is Role.STRANGER:  # a chat that is gone shows no menu either
            await core.roles.shown(chat_id, role)
        await asyncio.sleep(PACE)
