"""Puts questions to admins and takes their buttons away when they are over; keeps no answer."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, Message

from bot.services.viewers import Viewers
from bot.telegram.transport.methods import EditKeyboard
from bot.telegram.ui import question_texts as views
from bot.telegram.ui.pending_questions import Asked, PendingQuestions, Question
from bot.telegram.ui.screen import Screen, post, replace, topic_of
from bot.telegram.ui.toasts import toast
from bot.translations import Languages

log = logging.getLogger(__name__)

STRIP_TIMEOUT = 2.0
"""Seconds for which an answer waits until the buttons of the question before are gone."""

Numbered = Callable[[int], Screen]
"""The screen that asks, with the number of the question on its buttons."""


class Questions:
    """Every question is a message in the private chat of the admin who is asked."""

    def __init__(
        self, bot: Bot, pending_questions: PendingQuestions, viewers: Viewers, languages: Languages
    ) -> None:
        self._bot = bot
        self._pending = pending_questions
        self._viewers = viewers
        self._languages = languages

    async def send(self, message: Message, question: Question, screen: Numbered) -> None:
        """Ask in a message of its own."""
        asked, former = self._ask(message.chat.id, question)
        if former:
            await self._strip(former)
        thread_id = topic_of(message)
        shown = await post(self._bot, message.chat.id, screen(asked.number), thread_id)
        await self._has_message(asked, shown)

    async def put(self, query: CallbackQuery, question: Question, screen: Numbered) -> None:
        """Ask in the message of the pressed button, and end the press."""
        asked, former = self._ask(query.from_user.id, question)
        here = query.message.message_id if query.message else None
        if former and former.message_id != here:
            await self._strip(former)
        shown, _ = await asyncio.gather(
            replace(self._bot, query, screen(asked.number)), toast(query)
        )
        await self._has_message(asked, shown)

    async def end(self, asked: Asked) -> None:
        """Wait no more, and take the buttons away."""
        self._pending.close(asked)
        await self._strip(asked)

    async def answer_old(self, query: CallbackQuery, text: str) -> None:
        """A press on a question that is over; its buttons go, unless another one stands there."""
        await toast(query, text)
        message, current = query.message, self._pending.current(query.from_user.id)
        if message and (current is None or current.message_id not in (None, message.message_id)):
            await self._strip_message(message.chat.id, message.message_id)

    def _ask(self, user_id: int, question: Question) -> tuple[Asked, Asked | None]:
        """The new question and the one whose place it takes."""
        former = self._pending.current(user_id)
        return self._pending.ask(user_id, question, self._over), former

    async def _has_message(self, asked: Asked, message_id: int | None) -> None:
        """It may have been answered or replaced before it was known which message it is."""
        asked.message_id = message_id
        if self._pending.current(asked.user_id) is not asked:
            await self._strip(asked)

    async def _strip(self, asked: Asked) -> None:
        if asked.message_id is not None:
            await self._strip_message(asked.user_id, asked.message_id)

    async def _strip_message(self, chat_id: int, message_id: int) -> None:
        """If it fails, the buttons say themselves that they are old."""
        try:
            async with asyncio.timeout(STRIP_TIMEOUT):
                await self._bot(EditKeyboard(chat_id=chat_id, message_id=message_id))
        except (AiogramError, TimeoutError) as error:
            log.info("The buttons of an old question stay: %s", type(error).__name__)

    async def _over(self, asked: Asked) -> None:
        await self._strip(asked)
        viewer = await self._viewers.get(asked.user_id)
        with suppress(AiogramError):
            t = self._languages.pick(viewer.language, viewer.user_language)
            await post(self._bot, asked.user_id, views.over(t))
