"""Handles any exception of a handler: an apology for the user, a traceback for the log."""

import logging

from aiogram.exceptions import AiogramError, TelegramForbiddenError
from aiogram.types import Chat, ErrorEvent, Update, User

from bot.services.viewers import Viewers
from bot.storage import DatabaseError
from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.toasts import toast
from bot.translations import Languages, Localization

log = logging.getLogger(__name__)


async def handle_error(
    event: ErrorEvent,
    languages: Languages,
    viewers: Viewers,
    event_chat: Chat | None = None,
    event_from_user: User | None = None,
) -> None:
    """Never raises; the update itself is not logged, for it may hold what must not be seen."""
    if isinstance(event.exception, TelegramForbiddenError):
        log.info("A chat does not want to hear from the bot: %s", event.exception.message)
        return
    log.error("An update could not be answered", exc_info=event.exception)
    code = event_from_user.language_code if event_from_user else None
    t = languages.pick(await _fixed_language(event_chat, viewers), code)
    try:
        await _apologize(event.update, apology(t))
    except AiogramError as error:
        log.info("The apology did not arrive either: %s", type(error).__name__)


async def _fixed_language(chat: Chat | None, viewers: Viewers) -> str | None:
    """None also where the database cannot be asked: that may be what failed."""
    try:
        return (await viewers.get(chat.id)).language if chat else None
    except DatabaseError:
        return None


async def _apologize(update: Update, text: str) -> None:
    if update.callback_query:
        await toast(update.callback_query, text, alert=True)
    elif message := (update.message or update.channel_post):
        await send(message, Screen(text))


def apology(t: Localization) -> str:
    return t.gettext("Something went wrong on the bot's side. Please try again.")
