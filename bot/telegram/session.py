"""Sends the calls of `calls` as JSON; everything else goes as aiogram sends it."""

from http import HTTPStatus
from typing import cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError
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
        if not isinstance(method, Call) or status_code != HTTPStatus.OK:
            return super().check_response(bot, method, status_code, content)
        try:
            answer = self.json_loads(content)
            if answer["ok"] is not True:
                return super().check_response(bot, method, status_code, content)
            result = answer["result"]
        except (ValueError, LookupError, TypeError) as error:
            raise ClientDecodeError("no answer of the Bot API's", error, content) from None
        if not isinstance(result, method.__returning__):
            kind = type(result).__name__
            raise ClientDecodeError("not the answer to this call", TypeError(kind), content)
        return Response.model_construct(ok=True, result=cast("TelegramType", result))
