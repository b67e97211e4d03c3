"""Puts questions to admins and takes their buttons away when they are over; keeps no answer."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatType
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.services.access import Access, Viewer
from bot.telegram.answers import is_command, may_hold_secret
from bot.telegram.calls import EditButtons
from bot.telegram.dialogues import Asked, Dialogues, Question
from bot.telegram.middlewares import Handler
from bot.telegram.screens import Screen, post, replace, send, toast, topic_of
from bot.telegram.views import registers as views
from bot.translations import Language, Languages

log = logging.getLogger(__name__)

STRIPPING = 2.0
"""Seconds for which an answer waits until the buttons of the question before are gone."""

Numbered = Callable[[int], Screen]
"""The screen that asks, with the number of the question on its buttons."""


class Questions:
    """Every question is a message in the private chat of the admin who is asked."""

    def __init__(
        self, bot: Bot, dialogues: Dialogues, access: Access, languages: Languages
    ) -> None:
        self._bot = bot
        self._dialogues = dialogues
        self._access = access
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
        self._dialogues.close(asked)
        await self._strip(asked)

    async def answer_old(self, query: CallbackQuery, text: str) -> None:
        """A press on a question that is over; its buttons go, unless another one stands there."""
        await toast(query, text)
        message, current = query.message, self._dialogues.current(query.from_user.id)
        if message and (current is None or current.message_id not in (None, message.message_id)):
            await self._strip_message(message.chat.id, message.message_id)

    def _ask(self, user_id: int, question: Question) -> tuple[Asked, Asked | None]:
        """The new question and the one whose place it takes."""
        former = self._dialogues.current(user_id)
        return self._dialogues.ask(user_id, question, self._over), former

    async def _has_message(self, asked: Asked, message_id: int | None) -> None:
        """It may have been answered or replaced before it was known which message it is."""
        asked.message_id = message_id
        if self._dialogues.current(asked.user_id) is not asked:
            await self._strip(asked)

    async def _strip(self, asked: Asked) -> None:
        if asked.message_id is not None:
            await self._strip_message(asked.user_id, asked.message_id)

    async def _strip_message(self, chat_id: int, message_id: int) -> None:
        """If it fails, the buttons say themselves that they are old."""
        try:
            async with asyncio.timeout(STRIPPING):
                await self._bot(EditButtons(chat_id=chat_id, message_id=message_id))
        except (AiogramError, TimeoutError) as error:
            log.info("The buttons of an old question stay: %s", type(error).__name__)

    async def _over(self, asked: Asked) -> None:
        await self._strip(asked)
        viewer = await self._access.viewer(asked.user_id)
        with suppress(AiogramError):
            t = self._languages.pick(viewer.language, viewer.user_language)
            await post(self._bot, asked.user_id, views.over(t))


class TakeAnswer(BaseMiddleware):
    """Takes the question that a private message answers before anything is awaited.

    What may be a secret is deleted here, before the limits and before rights are looked up: so it
    goes whoever turns the message away. Handlers are given `asked` (the question that is theirs
    now), or `too_early` (the answer before is still being worked on), and `deleted`. A question
    that no handler went on with waits again.
    """

    def __init__(self, dialogues: Dialogues, questions: Questions, languages: Languages) -> None:
        self._dialogues = dialogues
        self._questions = questions
        self._languages = languages

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        asked = self._answered(event)
        if asked is None or not isinstance(event, Message):
            return await handler(event, data)
        taken = self._dialogues.take(asked)
        data.update({"asked": asked} if taken else {"too_early": True})
        try:
            return await self._handle(handler, event, data, asked, secret=not taken)
        finally:
            if taken:
                await self._release(asked, data.get("viewer"))

    def _answered(self, event: TelegramObject) -> Asked | None:
        if not isinstance(event, Message) or event.chat.type != ChatType.PRIVATE:
            return None
        asked = self._dialogues.current(event.chat.id)
        return asked if asked and not is_command(text_of(event)) else None

    async def _handle(
        self,
        handler: Handler,
        message: Message,
        data: dict[str, Any],
        asked: Asked,
        *,
        secret: bool,
    ) -> Any:
        if not (secret or may_hold_secret(asked.question, text_of(message))):
            return await handler(message, data)
        data["deleted"] = await _deleted(message)
        try:
            return await handler(message, data)
        finally:
            if not data["deleted"]:
                with suppress(AiogramError):
                    await send(message, views.delete_it_yourself(self._language(message, data)))

    async def _release(self, asked: Asked, viewer: Viewer | None) -> None:
        if viewer and not viewer.is_admin:
            await self._questions.end(asked)
        self._dialogues.put_back(asked)

    def _language(self, message: Message, data: dict[str, Any]) -> Language:
        known: Language | None = data.get("t")
        user = message.from_user
        return known or self._languages.pick(user.language_code if user else None)


def text_of(message: Message) -> str:
    return message.text or message.caption or ""


async def _deleted(message: Message) -> bool:
    """Whether the message is gone from the chat."""
    try:
        await message.delete()
    except TelegramBadRequest as error:
        return "not found" in error.message
    except AiogramError:
        return False
    return True
