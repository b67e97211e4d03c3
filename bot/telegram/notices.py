"""Messages that nobody asked for at that moment: to admins, to chats whose rights changed."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.services.access import Access
from bot.services.admins import Admins
from bot.telegram.screens import Screen, edit, post
from bot.translations import Language, Languages

log = logging.getLogger(__name__)

T = TypeVar("T")


class Notices:
    """Each reader gets a notice in the language of the chat; one who cannot be reached, none."""

    def __init__(self, bot: Bot, access: Access, admins: Admins, languages: Languages) -> None:
        self._bot = bot
        self._access = access
        self._admins = admins
        self._languages = languages

    async def to_chat(self, chat_id: int, screen: Callable[[Language], Screen]) -> int | None:
        """The id of the message; None when it did not arrive."""
        viewer = await self._access.viewer(chat_id)
        shown = screen(self._languages.pick(viewer.language))
        return await _attempted(post(self._bot, chat_id, shown))

    async def to_admins(self, screen: Callable[[Language], Screen]) -> Mapping[int, int]:
        """By admin, the ids of the messages that arrived.

        An admin who never wrote to the bot cannot be reached.
        """
        sent = {
            user_id: await self.to_chat(user_id, screen) for user_id in await self._admins.ids()
        }
        return {user_id: message_id for user_id, message_id in sent.items() if message_id}

    async def edit(
        self, chat_id: int, message_id: int, screen: Callable[[Language], Screen]
    ) -> None:
        viewer = await self._access.viewer(chat_id)
        shown = screen(self._languages.pick(viewer.language))
        await _attempted(edit(self._bot, chat_id, message_id, shown))


async def _attempted(telling: Coroutine[Any, Any, T]) -> T | None:
    try:
        return await telling
    except AiogramError as error:
        log.info("A notice did not arrive: %s", error)
        return None
