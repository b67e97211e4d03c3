"""The one place where any exception ends: an apology for the user, a traceback for the log."""

import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramForbiddenError
from aiogram.types import ErrorEvent, Update

from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.toasts import toast
from bot.translations import Languages, Localization

log = logging.getLogger(__name__)


async def handle_error(event: ErrorEvent, bot: Bot, languages: Languages) -> None:
    """Never raises; the update itself is not logged, for it may hold what must not be seen."""
    if isinstance(event.exception, TelegramForbiddenError):
        log.info("A chat does not want to hear from the bot: %s", event.exception.message)
        return
    log.error("An update could not be answered", exc_info=event.exception)
    try:
        await _apologize(event.update, bot, languages)
    except AiogramError as error:
        log.info("The apology did not arrive either: %s", type(error).__name__)


async def _apologize(update: Update, bot: Bot, languages: Languages) -> None:
    if update.callback_query:
        code = update.callback_query.from_user.language_code
        await toast(update.callback_query, apology(languages.pick(code)), alert=True)
    elif message := (update.message or update.channel_post):
        code = message.from_user.language_code if message.from_user else None
        await send(message, Screen(apology(languages.pick(code))))


def apology(t: Localization) -> str:
    return t.gettext("Something went wrong on the bot's side. Please try again.")
