"""«typing…» for one who has to wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError
from aiogram.types import Message

from bot.telegram.ui.screen import topic_of

TYPING_DELAY = 1.0
"""Seconds after which one who waits sees «typing…»."""

TYPING_INTERVAL = 5.0
"""Seconds for which Telegram shows it."""


@asynccontextmanager
async def typing(bot: Bot, message: Message) -> AsyncIterator[None]:
    """Show «typing…» to one who has to wait; to nobody else it costs a timer, not a task."""
    on_ready: list[asyncio.Task[None]] = []
    timer = asyncio.get_running_loop().call_later(
        TYPING_DELAY, lambda: on_ready.append(asyncio.create_task(_type(bot, message)))
    )
    try:
        yield
    finally:
        timer.cancel()
        for task in on_ready:
            task.cancel()
            await asyncio.wait({task})


async def _type(bot: Bot, message: Message) -> None:
    """Until cancelled, which does not wait for Telegram to take it: an answer is ready by then."""
    while True:
        with suppress(AiogramError):
            await bot.send_chat_action(
                message.chat.id, ChatAction.TYPING, message_thread_id=topic_of(message)
            )
        await asyncio.sleep(TYPING_INTERVAL)
