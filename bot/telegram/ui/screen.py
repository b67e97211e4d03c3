"""A screen, and how it gets into a chat: sent where it was asked for, edited in place then."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    FSInputFile,
    InlineKeyboardMarkup,
    Message,
)

from bot.telegram.transport.methods import (
    EditCaption,
    EditKeyboard,
    EditMedia,
    EditText,
    SendDocument,
    SendMessage,
    SendPhoto,
    photo,
)

log = logging.getLogger(__name__)


MAX_DOCUMENT_BYTES = 50 * 1024**2
"""What a bot may send; Telegram refuses more."""

UPLOAD_TIMEOUT = 600
"""Seconds for a file: 50 MB take so long at 0.7 Mbit/s."""

PICTURE_NAME, NO_TEXT = "picture.png", "there is no text in the message"


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its text in Telegram's HTML, its buttons, and a picture (PNG, JPEG) above it.

    Below a picture the text has at most `MAX_CAPTION_LENGTH`.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    picture: bytes | None = None


async def send(message: Message, screen: Screen) -> None:
    """Answer in the same chat and the same topic."""
    assert message.bot
    await post(message.bot, message.chat.id, screen, topic_of(message))


async def send_document(message: Message, path: Path, file_name: str, caption: str = "") -> None:
    """Answer with a file, which is never in memory as a whole.

    Raises OSError if it cannot be read, TelegramEntityTooLarge above `MAX_DOCUMENT_BYTES`.
    """
    assert message.bot
    size = (await asyncio.to_thread(path.stat)).st_size
    call = SendDocument(
        chat_id=message.chat.id,
        document=FSInputFile(path, file_name),
        caption=caption,
        message_thread_id=topic_of(message),
    )
    if size > MAX_DOCUMENT_BYTES:
        raise TelegramEntityTooLarge(call, f"a file of {size} bytes")
    await message.bot(call, request_timeout=UPLOAD_TIMEOUT)


async def post(bot: Bot, chat_id: int, screen: Screen, thread_id: int | None = None) -> int:
    """Send a message; its id."""
    where = {"chat_id": chat_id, "message_thread_id": thread_id}
    sent = await bot(
        SendMessage(**where, text=screen.text, reply_markup=screen.keyboard)
        if screen.picture is None
        else SendPhoto(
            **where,
            photo=_file(screen.picture),
            caption=screen.text,
            reply_markup=screen.keyboard,
        )
    )
    return int(sent["message_id"])


async def edit(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> None:
    """A picture can also take the place of a text alone, but not the other way round."""
    where = {"chat_id": chat_id, "message_id": message_id}
    await bot(
        EditText(**where, text=screen.text, reply_markup=screen.keyboard)
        if screen.picture is None
        else EditMedia(
            **where,
            media=photo(_file(screen.picture), screen.text),
            reply_markup=screen.keyboard,
        )
    )


def _file(picture: bytes) -> BufferedInputFile:
    return BufferedInputFile(picture, PICTURE_NAME)


async def replace(bot: Bot, query: CallbackQuery, screen: Screen) -> int | None:
    """Edit the message of the pressed button; send it as a new message if that cannot be done.

    The id of the message that shows it now. A picture that a text replaces stays above it, without
    its buttons.
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
        shown_in = await post(bot, message.chat.id, screen, thread_id)
        if NO_TEXT in error.message:
            await replace_buttons(bot, query, None)
        return shown_in
    return message.message_id


async def replace_caption(bot: Bot, query: CallbackQuery, screen: Screen) -> None:
    """The text and the buttons below the picture, which stays; like `replace` if it cannot be."""
    if query.message is None:
        return
    where = {"chat_id": query.message.chat.id, "message_id": query.message.message_id}
    try:
        await bot(EditCaption(**where, caption=screen.text, reply_markup=screen.keyboard))
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message:
            await replace(bot, query, screen)


def has_picture(query: CallbackQuery) -> bool:
    """Whether the pressed button stands below one; a message of our own with a caption has one."""
    return isinstance(query.message, Message) and query.message.caption is not None


async def replace_buttons(
    bot: Bot, query: CallbackQuery, keyboard: InlineKeyboardMarkup | None
) -> None:
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
