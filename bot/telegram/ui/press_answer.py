"""Answers a pressed button with a screen in place of the one it stands on."""

import asyncio

from aiogram.enums import ChatType
from aiogram.types import CallbackQuery

from bot.telegram.ui.screen import Screen, replace
from bot.telegram.ui.toasts import toast


async def show(query: CallbackQuery, screen: Screen, words: str | None = None) -> None:
    """Edit the message of the button and end the press, at once; `words`: of the toast."""
    assert query.bot
    await asyncio.gather(replace(query.bot, query, screen), toast(query, words))


def in_channel(query: CallbackQuery) -> bool:
    """Anyone may press in a channel, so a press there is nobody's choice for the chat."""
    return query.message is None or query.message.chat.type == ChatType.CHANNEL
