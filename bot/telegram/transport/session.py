"""Sends the methods of `methods` as JSON, files and others as aiogram does.

No error quotes an answer.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods.base import Response, TelegramMethod, TelegramType
from aiohttp import BytesPayload, ClientPayloadError, ClientResponseError, FormData

from bot.telegram.transport.methods import GetUpdates, JsonMethod, UploadMethod

MAX_CONNECTIONS = 300
"""For answers; many systems allow a process only 1,024 open files."""


class Undecodable(ClientDecodeError):
    """An answer that cannot be decoded; says only the type of the error.

    The answer may contain amounts or a link that still works: it must not reach a log, whether the
    error is logged as text or with its traceback. So raise it `from None`.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(f"an answer that cannot be read ({kind})", ValueError(kind), None)

    def __str__(self) -> str:
        return self.message


class JsonSession(AiohttpSession):
    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        if not isinstance(method, JsonMethod) or isinstance(method, UploadMethod):
            return super().build_form_data(bot, method)
        body = method.model_dump_json(exclude_none=True).encode()
        return BytesPayload(body, content_type="application/json")  # type: ignore[return-value]  # aiohttp takes it too

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        """aiohttp's errors quote malformed HTTP, and UnicodeDecodeError the bytes."""
        try:
            return await super().make_request(bot, method, timeout)
        except UnicodeDecodeError as error:
            raise Undecodable(_kind(error)) from None
        except TelegramNetworkError as error:
            cause = error.__cause__
            if not isinstance(cause, ClientPayloadError | ClientResponseError):
                raise
            raise Undecodable(_kind(cause)) from None

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        try:
            if isinstance(method, JsonMethod) and status_code == HTTPStatus.OK:
                answer = self.json_loads(content)
                if answer["ok"] is True:
                    return _response(method, answer["result"])
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as error:
            raise Undecodable(_kind(error.original)) from None
        except (ValueError, LookupError, TypeError) as error:
            raise Undecodable(_kind(error)) from None


class TwoPools(JsonSession):
    """Polls over a connection of its own, which hanging answers can never occupy."""

    def __init__(self, api: TelegramAPIServer) -> None:
        super().__init__(api=api, limit=MAX_CONNECTIONS)
        self._polling = JsonSession(api=api, limit=1)

    async def close(self) -> None:
        await asyncio.gather(super().close(), self._polling.close())

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        if isinstance(method, GetUpdates):
            return await self._polling.make_request(bot, method, timeout)
        return await super().make_request(bot, method, timeout)


def _kind(error: BaseException) -> str:
    return type(error).__name__


def _response(method: JsonMethod, result: Any) -> Response[Any]:
    """Raises TypeError for a result of another type than the method's."""
    if not isinstance(result, method.__returning__):
        raise TypeError
    return Response.model_construct(ok=True, result=result)
