"""Sends times as plain text if the Bot API server is too old for <tg-time>.

A self-hosted server may be older than Bot API 9.5. Nothing but these tags is ever changed.
"""

import logging
import re
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

log = logging.getLogger(__name__)

REQUIRED_VERSION = "9.5"
"""The first Bot API with <tg-time>, which each reader's Telegram shows as «5 minutes ago»."""

REFUSAL = 'Unsupported start tag "tg-time"'

_WRITTEN = ("text", "caption", "media")
"""The fields of a request in which there may be text."""

_TIME = re.compile(r"<tg-time\b[^>]*>(.*?)</tg-time>", re.DOTALL)


class PlainTimes(BaseRequestMiddleware):
    """Repeats without these tags what was refused for them; from then on sends none."""

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
                "This Bot API server is older than %s: times are shown as plain text",
                REQUIRED_VERSION,
            )
        self._too_old = True


def _plain(method: TelegramMethod[TelegramType]) -> TelegramMethod[TelegramType]:
    """The same request with the text inside the tags instead of them."""
    changed = _without_times({name: getattr(method, name, None) for name in _WRITTEN})
    return method.model_copy(update=changed) if changed else method


def _without_times(fields: dict[str, Any]) -> dict[str, Any]:
    """Those fields that had such tags, as they are without."""
    changed: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, str) and "<tg-time" in value:
            changed[name] = _TIME.sub(r"\1", value)
        elif isinstance(value, dict) and (inner := _without_times(value)):
            changed[name] = value | inner
    return changed
