"""Times as plain text for a Bot API server that is too old for <tg-time>; found out by its refusal.

A server of one's own may be older than Bot API 9.5. Nothing but such tags is ever changed.
"""

import logging
import re

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

log = logging.getLogger(__name__)

NEEDS = "9.5"
"""The Bot API with <tg-time>: a time that each reader's own Telegram shows as «5 minutes ago»."""

REFUSAL = 'Unsupported start tag "tg-time"'

_TIME = re.compile(r"<tg-time\b[^>]*>(.*?)</tg-time>", re.DOTALL)


class PlainTimes(BaseRequestMiddleware):
    """Sends once more without such tags what was refused for them, and from then on at once."""

    def __init__(self) -> None:
        self._too_old = False

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if self._too_old:
            return await make_request(bot, _plain(method))
        try:
            return await make_request(bot, method)
        except TelegramBadRequest as error:
            if REFUSAL not in error.message:
                raise
            self._remember()
            return await make_request(bot, _plain(method))

    def _remember(self) -> None:
        if not self._too_old:
            log.warning(
                "This Bot API server is older than %s: times are shown as plain text", NEEDS
            )
        self._too_old = True


def _plain(method: TelegramMethod[TelegramType]) -> TelegramMethod[TelegramType]:
    """The same request with times in its text as they read there."""
    text = getattr(method, "text", None)
    if not isinstance(text, str) or "<tg-time" not in text:
        return method
    return method.model_copy(update={"text": _TIME.sub(r"\1", text)})
