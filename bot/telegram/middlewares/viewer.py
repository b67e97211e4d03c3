"""Looks up what the chat may see at this moment, its language and its time zone."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject, User

from bot.services.chat_profiles import ChatProfiles
from bot.services.outbox import Outbox
from bot.services.viewers import Viewer, Viewers
from bot.telegram.identities import chat_title, user_language
from bot.telegram.middlewares import Handler
from bot.translations import Languages, Localization


class ViewerMiddleware(BaseMiddleware):
    """Gives handlers `viewer` (what the chat may see now) and `t` (its language and time zone)."""

    def __init__(
        self, viewers: Viewers, profiles: ChatProfiles, outbox: Outbox, languages: Languages
    ) -> None:
        self._viewers = viewers
        self._profiles = profiles
        self._outbox = outbox
        self._languages = languages

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat: Chat | None = data.get("event_chat")
        if chat is None:
            return await handler(event, data)
        viewer = await self._viewers.get(chat.id)
        asker: User | None = data.get("event_from_user")
        seen = chat_title(chat), user_language(chat, asker)
        if viewer.allowed and (viewer.title, viewer.user_language) != seen:
            self._profiles.save_soon(chat.id, *seen)
        data["viewer"], data["t"] = viewer, self._language(viewer, chat, asker)
        result = await handler(event, data)
        await self._outbox.heard_from(chat.id)  # last: no answer waits for this write
        return result

    def _language(self, viewer: Viewer, chat: Chat, asker: User | None) -> Localization:
        """The chat's own, else that of whoever writes or presses; a channel has many readers."""
        if asker is None or chat.type == ChatType.CHANNEL:
            return self._languages.pick(viewer.language, timezone=viewer.timezone)
        codes = viewer.language, asker.language_code
        return self._languages.pick(*codes, timezone=viewer.timezone)
