"""Answers a pressed button with a screen in place of the one it stands on."""

import asyncio

from aiogram.types import CallbackQuery

from bot.telegram.ui.screen import Screen, replace
from bot.telegram.ui.toasts import toast


async def show(query: CallbackQuery, screen: Screen, words: str | None = None) -> None:
    """Edit the message of the button and end the press, at once; `words`: of the toast."""
    assert query.bot
    await asyncio.gather(replace(query.bot, query, screen), toast(query, words))
