"""Asks a Bot API once whose token it is and what the server supports; sends nothing to anybody."""

import asyncio
from dataclasses import dataclass

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods.base import Response, TelegramMethod, TelegramType
from aiogram.types import User

from bot.telegram.transport.methods import SendMessage
from bot.telegram.transport.plain_times import REFUSAL
from bot.telegram.transport.session import JsonSession

TIMEOUT = 10.0
"""Seconds for all requests together."""

NO_SUCH_CHAT = 0
"""The id of no chat: nothing can be sent to it."""


class TokenUnknown(Exception):
    """Telegram does not know the token."""


class TelegramSilent(Exception):
    """Telegram did not answer, or with a server error."""


class TelegramUnreadable(Exception):
    """The answer was not one of a Bot API."""


class TelegramRefuses(Exception):
    """Telegram knows the token but refuses; the text says why."""


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """The bot's name, like «@my_bot», and whether its server is too old for times (see 9.5)."""

    name: str
    too_old_for_times: bool


async def fetch_bot_identity(token: str, api_url: str) -> BotIdentity:
    """Raises one of the exceptions above."""
    session = _Session(api=TelegramAPIServer.from_base(api_url.rstrip("/")))
    bot = Bot(token, session=session)
    try:
        async with asyncio.timeout(TIMEOUT):
            me = await _get_me(bot)
            return BotIdentity(f"@{me.username}", await _is_too_old_for_times(bot))
    except TimeoutError:
        raise TelegramSilent("TimeoutError") from None
    finally:
        await session.close()


async def _get_me(bot: Bot) -> User:
    try:
        me = await bot.get_me()
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TokenUnknown from None
    except (TelegramNetworkError, TelegramServerError) as error:
        raise TelegramSilent(type(error).__name__) from None
    except TelegramAPIError as error:
        raise TelegramRefuses(error.message.partition("\n")[0]) from None
    except ClientDecodeError as error:
        raise TelegramUnreadable(type(error).__name__) from None
    if not isinstance(me, User):  # «ok» without a result
        raise TelegramUnreadable(type(me).__name__)
    return me


async def _is_too_old_for_times(bot: Bot) -> bool:
    """Whether a time is refused in a message to no chat: Telegram parses its text first.

    Otherwise it refuses the chat. Any other error tells nothing.
    """
    text = '<tg-time unix="1" format="r">-</tg-time>'
    try:
        await bot(SendMessage(chat_id=NO_SUCH_CHAT, text=text))
    except TelegramAPIError as error:
        return REFUSAL in error.message
    except AiogramError:
        pass
    return False


class _Session(JsonSession):
    """Takes an HTML page with a status of 5xx for a server error, not for an unreadable answer."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if status_code >= 500:
            raise TelegramServerError(method, f"HTTP {status_code}")
        return super().check_response(bot, method, status_code, content)
