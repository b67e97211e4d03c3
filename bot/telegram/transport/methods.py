"""The Bot API's methods that every answer uses, sent as JSON and answered by plain JSON.

Those that have a file are sent as a form.

aiogram's own methods have dozens of fields and build a model of each message that was sent, which
nobody reads. Parameters that are None are not sent.
"""

from typing import Any, ClassVar

from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup, InputFile

PlainUpdate = dict[str, Any]

NO_PREVIEW = {"is_disabled": True}


class JsonMethod(TelegramMethod[Any]):
    """Has only plain values and keyboards; `__returning__` is the type of the JSON result."""

    __returning__: ClassVar[type[object]]
    __api_method__: ClassVar[str]


class UploadMethod(JsonMethod):
    """Has a file too, read anew for each attempt; so it is sent as a form, one part after another.

    The answer is plain JSON likewise.
    """


class GetUpdates(JsonMethod):
    """getUpdates without parsing: one update that aiogram cannot read must not block the others."""

    __returning__ = list
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    limit: int | None = None
    allowed_updates: list[str] | None = None


class _WithScreen(JsonMethod):
    __returning__ = dict

    chat_id: int
    text: str
    parse_mode: str = "HTML"
    link_preview_options: dict[str, bool] = NO_PREVIEW
    reply_markup: InlineKeyboardMarkup | None = None


class SendMessage(_WithScreen):
    __api_method__ = "sendMessage"

    message_thread_id: int | None = None


class EditText(_WithScreen):
    __api_method__ = "editMessageText"

    message_id: int


class _WithCaption(JsonMethod):
    __returning__ = dict

    chat_id: int
    caption: str
    parse_mode: str = "HTML"
    reply_markup: InlineKeyboardMarkup | None = None


class SendPhoto(_WithCaption, UploadMethod):
    __api_method__ = "sendPhoto"

    photo: InputFile
    message_thread_id: int | None = None


class SendDocument(_WithCaption, UploadMethod):
    __api_method__ = "sendDocument"

    document: InputFile
    message_thread_id: int | None = None


class EditCaption(_WithCaption):
    """Of a message with a picture or a file, which stays."""

    __api_method__ = "editMessageCaption"

    message_id: int


class EditMedia(UploadMethod):
    """The picture or file with its caption; to a message of text it is added. `media`: `photo`."""

    __returning__ = dict
    __api_method__ = "editMessageMedia"

    chat_id: int
    message_id: int
    media: dict[str, Any]
    reply_markup: InlineKeyboardMarkup | None = None


def photo(picture: InputFile, caption: str) -> dict[str, Any]:
    """`media` for `EditMedia`."""
    return {"type": "photo", "media": picture, "caption": caption, "parse_mode": "HTML"}


NEW_MESSAGES = (SendMessage, SendPhoto, SendDocument)
"""Sent twice, there are two of them; sent again, a change stays one."""

COUNTED = (*NEW_MESSAGES, EditText, EditCaption, EditMedia)
"""What Telegram's sending limits are about."""


class SendMessageOnce(SendMessage):
    """Not repeated by `retry`: the outbox sender decides what follows an error."""


class EditTextOnce(EditText):
    """Likewise."""


class EditKeyboard(JsonMethod):
    """editMessageReplyMarkup: the text stays; without a keyboard the buttons are removed."""

    __returning__ = dict
    __api_method__ = "editMessageReplyMarkup"

    chat_id: int
    message_id: int
    reply_markup: InlineKeyboardMarkup | None = None


class AnswerCallback(JsonMethod):
    """answerCallbackQuery; without a text it only stops the button's spinner."""

    __returning__ = bool
    __api_method__ = "answerCallbackQuery"

    callback_query_id: str
    text: str | None = None
    show_alert: bool | None = None
