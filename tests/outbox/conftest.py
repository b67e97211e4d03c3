"""One Telegram and one set of the bot's services for each test."""

from __future__ import annotations

import pytest
from owing import World
from story import settings_for

from bot.app import open_core
from bot.sandbox.crystalpay import CrystalPaySandbox
from bot.sandbox.telegram import TelegramSandbox
from bot.telegram.assembly import open_bot


@pytest.fixture
async def world(tmp_path):
    telegram, crystalpay = TelegramSandbox(), CrystalPaySandbox()
    async with telegram, crystalpay:
        settings = settings_for(telegram, crystalpay, tmp_path, admin_ids=frozenset({5}))
        bot = open_bot(telegram.token, telegram.url)
        async with open_core(settings) as core:
            yield World(telegram, core, settings.database_path, bot)
        await bot.session.close()
