"""«typing…» or «sending a file…» for one who has to wait."""

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
async def typing(
    bot: Bot, message: Message, action: ChatAction = ChatAction.TYPING
) -> AsyncIterator[None]:
    """Show «typing…», or another action, to one who has to wait.

    To nobody else it costs a timer, not a task.
    """
    on_ready: list[asyncio.Task[None]] = []
    timer = asyncio.get_running_loop().call_later(
        TYPING_DELAY, lambda: on_ready.append(asyncio.create_task(_show(bot, message, action)))
    )
    try:
        yield
    finally:
        timer.cancel()
        for task in on_ready:
            task.cancel()
            await asyncio.wait({task})


async def _show(bot: Bot, message: Message, action: ChatAction) -> None:
    """Until cancelled, which does not wait for Telegram to take it: an answer is ready by then."""
    while True:
        with suppress(AiogramError):
            await bot.send_chat_action(message.chat.id, action, message_thread_id=topic_of(message))
        await asyncio.sleep(TYPING_INTERVAL)
