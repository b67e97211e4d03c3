"""Puts questions to admins and removes their buttons afterwards; keeps no answer."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, Message

from bot.services.viewers import Viewers
from bot.telegram.transport.methods import EditKeyboard
from bot.telegram.ui.pending_questions import PendingQuestion, PendingQuestions, Question
from bot.telegram.ui.screen import Screen, post, replace, topic_of
from bot.telegram.ui.toasts import toast
from bot.translations import Languages, Localization

log = logging.getLogger(__name__)

BUTTON_REMOVAL_TIMEOUT = 2.0
"""Seconds for which an answer waits until the previous question has lost its buttons."""

QuestionScreen = Callable[[int], Screen]
"""Makes the screen that asks, given the number of the question for its buttons."""


class Questions:
    """Every question is a message in the private chat of the admin who is asked."""

    def __init__(
        self,
        bot: Bot,
        pending: PendingQuestions,
        viewers: Viewers,
        languages: Languages,
        expired: Callable[[Localization], Screen],
    ) -> None:
        """`expired`: what an admin is told who did not answer in time."""
        self.pending = pending
        self._bot = bot
        self._viewers = viewers
        self._languages = languages
        self._expired = expired

    async def send(self, message: Message, question: Question, screen: QuestionScreen) -> None:
        """Ask in a new message."""
        pending, previous = self._ask(message.chat.id, question)
        if previous:
            await self._remove_buttons(previous)
        thread_id = topic_of(message)
        shown = await post(self._bot, message.chat.id, screen(pending.number), thread_id)
        await self._set_message(pending, shown)

    async def replace(
        self, query: CallbackQuery, question: Question, screen: QuestionScreen
    ) -> None:
        """Ask in the message of the pressed button, and answer the press."""
        pending, previous = self._ask(query.from_user.id, question)
        here = query.message.message_id if query.message else None
        if previous and previous.message_id != here:
            await self._remove_buttons(previous)
        shown, _ = await asyncio.gather(
            replace(self._bot, query, screen(pending.number)), toast(query)
        )
        await self._set_message(pending, shown)

    async def close(self, pending: PendingQuestion) -> None:
        """Stop waiting for an answer, and remove the buttons."""
        self.pending.close(pending)
        await self._remove_buttons(pending)

    async def answer_outdated(self, query: CallbackQuery, text: str) -> None:
        """A press on a closed question: removes its buttons, unless a newer one is shown there."""
        await toast(query, text)
        message, current = query.message, self.pending.current(query.from_user.id)
        if message and (current is None or current.message_id not in (None, message.message_id)):
            await self._remove_buttons_of(message.chat.id, message.message_id)

    async def is_still_admin(self, user_id: int) -> bool:
        """Rights may have been taken while an answer was checked."""
        return (await self._viewers.get(user_id)).is_admin

    def _ask(
        self, user_id: int, question: Question
    ) -> tuple[PendingQuestion, PendingQuestion | None]:
        """The new question and the one that it replaces."""
        previous = self.pending.current(user_id)
        return self.pending.ask(user_id, question, self._on_expired), previous

    async def _set_message(self, pending: PendingQuestion, message_id: int | None) -> None:
        """The question may have been answered or replaced while its message was being sent."""
        pending.message_id = message_id
        if not self.pending.is_current(pending):
            await self._remove_buttons(pending)

    async def _remove_buttons(self, pending: PendingQuestion) -> None:
        if pending.message_id is not None:
            await self._remove_buttons_of(pending.user_id, pending.message_id)

    async def _remove_buttons_of(self, chat_id: int, message_id: int) -> None:
        """If it fails, whoever presses them learns that they are out of date."""
        try:
            async with asyncio.timeout(BUTTON_REMOVAL_TIMEOUT):
                await self._bot(EditKeyboard(chat_id=chat_id, message_id=message_id))
        except (AiogramError, TimeoutError) as error:
            log.info("The buttons of an old question stay: %s", type(error).__name__)

    async def _on_expired(self, pending: PendingQuestion) -> None:
        await self._remove_buttons(pending)
        viewer = await self._viewers.get(pending.user_id)
        with suppress(AiogramError):
            codes = viewer.language, viewer.user_language
            t = self._languages.pick(*codes, timezone=viewer.timezone)
            await post(self._bot, pending.user_id, self._expired(t))
