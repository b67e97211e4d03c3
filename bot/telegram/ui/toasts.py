"""The answer to a press."""

import logging

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery

from bot.telegram.transport.methods import AnswerCallback
from bot.translations import Localization

log = logging.getLogger(__name__)

MAX_TOAST_LENGTH = 200
"""Telegram's limit for the answer to a press."""


async def toast(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a press. One that is too old to be answered is nobody's fault."""
    short = (
        text
        if text is None or len(text) <= MAX_TOAST_LENGTH
        else text[: MAX_TOAST_LENGTH - 1] + "…"
    )
    assert query.bot
    try:
        await query.bot(
            AnswerCallback(callback_query_id=query.id, text=short, show_alert=alert or None)
        )
    except TelegramBadRequest as error:
        log.debug("A press was not answered: %s", error.message)


def out_of_date(t: Localization) -> str:
    return t.gettext("This button is out of date. Send the command again.")
