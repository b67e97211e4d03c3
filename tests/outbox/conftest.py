"""One Telegram and one set of the bot's services for each test."""

from __future__ import annotations

import pytest
from owing import World
from story import settings_for

from bot.app import open_services
from bot.telegram.application import open_bot
from sandbox.crystalpay import CrystalPaySandbox
from sandbox.telegram import TelegramSandbox


@pytest.fixture
async def world(tmp_path):
    telegram, crystalpay = TelegramSandbox(), CrystalPaySandbox()
    async with telegram, crystalpay:
        settings = settings_for(telegram, crystalpay, tmp_path, admin_ids=frozenset({5}))
        bot = open_bot(telegram.token, telegram.url)
        async with open_services(settings) as services:
            yield World(telegram, services, settings.database_path, bot)
        await bot.session.close()
