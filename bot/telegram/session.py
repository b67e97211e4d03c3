"""Sends the calls of `calls` as JSON; everything else goes as aiogram sends it."""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods.base import TelegramMethod, TelegramType
from aiohttp import BytesPayload, FormData

from bot.telegram.calls import Call


class JsonSession(AiohttpSession):
    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        if not isinstance(method, Call):
            return super().build_form_data(bot, method)
        body = method.model_dump_json(exclude_none=True).encode()
        return BytesPayload(body, content_type="application/json")  # type: ignore[return-value]
