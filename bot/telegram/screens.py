"""A screen, and how it gets into a chat: sent where it was asked for, edited in place then."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.telegram.calls import Edit, EditButtons, Send, Toast

log = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds after which one who waits sees «typing…»."""

TYPING_INTERVAL = 5.0
"""Seconds for which Telegram shows it."""

MOMENT = 0.001
"""Seconds within which a request that was begun is usually written to its connection."""

LONGEST_TOAST = 200
"""Telegram's limit for the answer to a press."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its text in Telegram's HTML and its buttons."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


async def send(message: Message, screen: Screen) -> None:
    """Answer in the same chat and the same topic."""
    assert message.bot
    await post(message.bot, message.chat.id, screen, topic_of(message))


async def post(bot: Bot, chat_id: int, screen: Screen, thread_id: int | None = None) -> int:
    """Send a message; its id."""
    sent = await bot(
        Send(
            chat_id=chat_id,
            text=screen.text,
            reply_markup=screen.keyboard,
            message_thread_id=thread_id,
        )
    )
    return int(sent["message_id"])


async def edit(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> None:
    await bot(
        Edit(
            chat_id=chat_id,
            message_id=message_id,
            text=screen.text,
            reply_markup=screen.keyboard,
        )
    )


async def replace(bot: Bot, query: CallbackQuery, screen: Screen) -> int | None:
    """Edit the message of the pressed button; send the screen anew if that cannot be done.

    The id of the message that shows it now.
    """
    message = query.message
    if message is None:
        return None
    try:
        await edit(bot, message.chat.id, message.message_id, screen)
    except TelegramBadRequest as error:
        if "message is not modified" in error.message:
            return message.message_id
        log.info("A screen is sent anew: %s", error.message)
        thread_id = topic_of(message) if isinstance(message, Message) else None
        return await post(bot, message.chat.id, screen, thread_id)
    return message.message_id


async def replace_buttons(bot: Bot, query: CallbackQuery, keyboard: InlineKeyboardMarkup) -> None:
    """Of the message of the pressed button; its text stays. What cannot be edited stays too."""
    if query.message is None:
        return
    where = {"chat_id": query.message.chat.id, "message_id": query.message.message_id}
    try:
        await bot(EditButtons(**where, reply_markup=keyboard))
    except TelegramBadRequest as error:
        log.debug("The buttons were not replaced: %s", error.message)


async def toast(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a press. One that is too old to be answered is nobody's fault."""
    short = text if text is None or len(text) <= LONGEST_TOAST else text[: LONGEST_TOAST - 1] + "…"
    assert query.bot
    try:
        await query.bot(Toast(callback_query_id=query.id, text=short, show_alert=alert or None))
    except TelegramBadRequest as error:
        log.debug("A press was not answered: %s", error.message)


async def in_a_moment(do: Callable[[], Awaitable[None]]) -> None:
    """Do it a millisecond later: a screen that was begun just before has left by then."""
    await asyncio.sleep(MOMENT)
    await do()


@asynccontextmanager
async def typing(bot: Bot, message: Message) -> AsyncIterator[None]:
    """Show «typing…» to one who has to wait; to nobody else it costs a timer, not a task."""
    begun: list[asyncio.Task[None]] = []
    timer = asyncio.get_running_loop().call_later(
        PATIENCE, lambda: begun.append(asyncio.create_task(_type(bot, message)))
    )
    try:
        yield
    finally:
        timer.cancel()
        for task in begun:
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


def topic_of(message: Message) -> int | None:
    """The forum topic; a thread id alone may also be that of a comment thread."""
    return message.message_thread_id if message.is_topic_message else None
