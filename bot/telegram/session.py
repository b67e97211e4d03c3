"""Sends the calls of `calls` as JSON; everything else goes as aiogram sends it."""

from contextlib import suppress
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods.base import Response, TelegramMethod, TelegramType
from aiohttp import BytesPayload, FormData

from bot.telegram.calls import Call


class JsonSession(AiohttpSession):
    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        if not isinstance(method, Call):
            return super().build_form_data(bot, method)
        body = method.model_dump_json(exclude_none=True).encode()
        return BytesPayload(body, content_type="application/json")  # type: ignore[return-value]

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if isinstance(method, Call) and status_code == 200:
            with suppress(ValueError, LookupError, TypeError):  # aiogram says what is wrong with it
                answer: dict[str, Any] = self.json_loads(content)
                if answer["ok"] is True and isinstance(answer["result"], method.__returning__):
                    return Response.model_construct(**answer)
        return super().check_response(bot, method, status_code, content)
