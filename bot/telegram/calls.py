"""The Bot API's methods on the way of every answer: JSON at once, answered by plain JSON.

aiogram's own ones know dozens of fields and make a model of each message that was sent, which
nobody reads. Parameters that are None are not sent.
"""

from typing import Any, ClassVar

from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup

PlainUpdate = dict[str, Any]

NO_PREVIEW = {"is_disabled": True}


class Call(TelegramMethod[Any]):
    """Holds nothing but JSON and keyboards; `__returning__` is the class of JSON's own."""

    __returning__: ClassVar[type[object]]
    __api_method__: ClassVar[str]


class Fetch(Call):
    """getUpdates without parsing: one update that aiogram cannot read must not block the others."""

    __returning__ = list
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    limit: int | None = None
    allowed_updates: list[str] | None = None


class _WithScreen(Call):
    __returning__ = dict

    chat_id: int
    text: str
    parse_mode: str = "HTML"
    link_preview_options: dict[str, bool] = NO_PREVIEW
    reply_markup: InlineKeyboardMarkup | None = None


class Send(_WithScreen):
    __api_method__ = "sendMessage"

    message_thread_id: int | None = None


class Edit(_WithScreen):
    __api_method__ = "editMessageText"

    message_id: int


class SendOnce(Send):
    """Not repeated by `retry`: the sender of the outbox knows better what has become of it."""


class EditOnce(Edit):
    """Likewise."""


class EditButtons(Call):
    """editMessageReplyMarkup: the text stays as it is; without a keyboard the buttons go."""

    __returning__ = dict
    __api_method__ = "editMessageReplyMarkup"

    chat_id: int
    message_id: int
    reply_markup: InlineKeyboardMarkup | None = None


class Toast(Call):
    """answerCallbackQuery; without a text it only ends the press."""

    __returning__ = bool
    __api_method__ = "answerCallbackQuery"

    callback_query_id: str
    text: str | None = None
    show_alert: bool | None = None
