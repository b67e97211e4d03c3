"""Asks Telegram once who a token belongs to, without patience: for checks by a person."""

import asyncio

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

TIMEOUT = 10.0


class TokenUnknown(Exception):
    """Telegram does not know the token."""


class TelegramSilent(Exception):
    """Telegram could not be asked, or its answer is none."""


async def introduce(token: str, api_url: str) -> str:
    """The bot's name, like «@my_bot». Raises TokenUnknown or TelegramSilent."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url.rstrip("/")))
    bot = Bot(token, session=session)
    try:
        async with asyncio.timeout(TIMEOUT):
            return f"@{(await bot.get_me()).username}"
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TokenUnknown from None
    except (AiogramError, TimeoutError) as error:
        raise TelegramSilent(type(error).__name__) from None
    finally:
        await session.close()
