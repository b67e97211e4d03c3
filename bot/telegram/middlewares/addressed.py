"""Drops messages that are not meant for this bot."""

from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.types import Message, TelegramObject

from bot.telegram.middlewares import Handler


class AddressedToBot(BaseMiddleware):
    """Lets through what is meant for this bot, and silently drops everything else.

    In private chats every text is meant for it, elsewhere only commands; a command for another bot
    («/balance@otherbot») nowhere. Service messages about a chat's new id always pass.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        bot: Bot = data["bot"]
        if isinstance(event, Message) and not await _is_for(bot, event):
            return None
        return await handler(event, data)


async def _is_for(bot: Bot, message: Message) -> bool:
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return True
    text = message.text or message.caption
    if not text or not text.startswith("/"):
        return bool(text) and message.chat.type == ChatType.PRIVATE
    mention = text.split(maxsplit=1)[0].partition("@")[2]
    return not mention or mention.lower() == ((await bot.me()).username or "").lower()
