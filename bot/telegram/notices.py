"""Messages that nobody asked for at that moment: to admins, to chats whose rights changed."""

import logging
from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Message

from bot.services.access import Access
from bot.services.admins import Admins
from bot.telegram.screens import Screen
from bot.translations import Language, Languages

log = logging.getLogger(__name__)


class Notices:
    """Each reader gets a notice in the language of the chat; one who cannot be reached, none."""

    def __init__(self, bot: Bot, access: Access, admins: Admins, languages: Languages) -> None:
        self._bot = bot
        self._access = access
        self._admins = admins
        self._languages = languages

    async def to_chat(self, chat_id: int, screen: Callable[[Language], Screen]) -> Message | None:
        viewer = await self._access.viewer(chat_id)
        shown = screen(self._languages.pick(viewer.language))
        return await self.attempt(
            lambda: self._bot.send_message(chat_id, shown.text, reply_markup=shown.keyboard)
        )

    async def to_admins(self, screen: Callable[[Language], Screen]) -> list[Message]:
        """The messages that arrived; an admin who never wrote to the bot cannot be reached."""
        sent = [await self.to_chat(user_id, screen) for user_id in await self._admins.ids()]
        return [message for message in sent if message]

    async def edit(
        self, chat_id: int, message_id: int, screen: Callable[[Language], Screen]
    ) -> None:
        viewer = await self._access.viewer(chat_id)
        shown = screen(self._languages.pick(viewer.language))
        await self.attempt(
            lambda: self._bot.edit_message_text(
                shown.text,
                chat_id=chat_id,
                message_id=message_id,
                reply_markup=shown.keyboard,
            )
        )

    async def attempt(self, tell: Callable[[], Awaitable[Message | bool]]) -> Message | None:
        try:
            told = await tell()
        except AiogramError as error:
            log.info("A notice did not arrive: %s", error)
            return None
        return told if isinstance(told, Message) else None
