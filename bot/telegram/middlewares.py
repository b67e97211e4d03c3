"""What every message and press passes through: is it for us, who asks, in which language."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.types import Chat, Message, TelegramObject, User

from bot.services.access import Access, Viewer
from bot.services.outbox import Outbox
from bot.telegram.who import title_of, user_language
from bot.translations import Language, Languages

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class OnlyForUs(BaseMiddleware):
    """Lets through what is meant for this bot; everything else ends here without a word.

    In private chats that is every text, elsewhere commands only; a command for another bot
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


class KnowTheViewer(BaseMiddleware):
    """Gives handlers `viewer` (what the chat may see at this moment) and `t` (the language)."""

    def __init__(self, access: Access, outbox: Outbox, languages: Languages) -> None:
        self._access = access
        self._outbox = outbox
        self._languages = languages

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        if chat is None:
            return await handler(event, data)
        viewer = await self._access.viewer(chat.id)
        asker: User | None = data.get("event_from_user")
        seen = title_of(chat), user_language(chat, asker)
        if viewer.allowed and (viewer.title, viewer.user_language) != seen:
            self._access.note_chat(chat.id, *seen)
        data["viewer"], data["t"] = viewer, self._language(viewer, chat, asker)
        answered = await handler(event, data)
        await self._outbox.heard_from(chat.id)  # the last: no answer waits for what this writes
        return answered

    def _language(self, viewer: Viewer, chat: Chat, asker: User | None) -> Language:
        """The chat's own, else that of whoever asks or presses; a channel's readers are many."""
        if asker is None or chat.type == ChatType.CHANNEL:
            return self._languages.pick(viewer.language)
        return self._languages.pick(viewer.language, asker.language_code)
