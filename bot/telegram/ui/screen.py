"""A screen, and how it gets into a chat: sent where it was asked for, edited in place then."""

import logging
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.telegram.transport.methods import EditKeyboard, EditText, SendMessage

log = logging.getLogger(__name__)


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
        SendMessage(
            chat_id=chat_id,
            text=screen.text,
            reply_markup=screen.keyboard,
            message_thread_id=thread_id,
        )
    )
    return int(sent["message_id"])


async def edit(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> None:
    await bot(
        EditText(
            chat_id=chat_id,
            message_id=message_id,
            text=screen.text,
            reply_markup=screen.keyboard,
        )
    )


async def replace(bot: Bot, query: CallbackQuery, screen: Screen) -> int | None:
    """Edit the message of the pressed button; send it as a new message if that cannot be done.

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
        log.info("A screen is sent as a new message: %s", error.message)
        thread_id = topic_of(message) if isinstance(message, Message) else None
        return await post(bot, message.chat.id, screen, thread_id)
    return message.message_id


async def replace_buttons(bot: Bot, query: CallbackQuery, keyboard: InlineKeyboardMarkup) -> None:
    """Of the message of the pressed button; its text stays. What cannot be edited stays too."""
    if query.message is None:
        return
    where = {"chat_id": query.message.chat.id, "message_id": query.message.message_id}
    try:
        await bot(EditKeyboard(**where, reply_markup=keyboard))
    except TelegramBadRequest as error:
        log.debug("The buttons were not replaced: %s", error.message)


def topic_of(message: Message) -> int | None:
    """The forum topic; a thread id alone may also be that of a comment thread."""
    return message.message_thread_id if message.is_topic_message else None
