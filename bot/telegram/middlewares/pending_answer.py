"""Takes the question that a message answers, and deletes what may be a secret."""

from contextlib import suppress
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import Message, TelegramObject

from bot.services.viewers import Viewer
from bot.telegram.middlewares import Handler
from bot.telegram.ui import question_texts as views
from bot.telegram.ui.message_text import is_command, text_of
from bot.telegram.ui.pending_questions import Asked, PendingQuestions
from bot.telegram.ui.questions import Questions
from bot.telegram.ui.screen import send
from bot.translations import Languages, Localization


class PendingAnswerMiddleware(BaseMiddleware):
    """Takes the question that a private message answers before anything is awaited.

    What may be a secret is deleted here, before the limits and before rights are looked up: so it
    goes whoever turns the message away. Handlers are given `asked` (the question that is theirs
    now), or `too_early` (the answer before is still being worked on), and `deleted`. A question
    that no handler went on with waits again.
    """

    def __init__(
        self, pending_questions: PendingQuestions, questions: Questions, languages: Languages
    ) -> None:
        self._pending = pending_questions
        self._questions = questions
        self._languages = languages

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        asked = self._answered(event)
        if asked is None or not isinstance(event, Message):
            return await handler(event, data)
        taken = self._pending.take(asked)
        data.update({"asked": asked} if taken else {"too_early": True})
        try:
            return await self._handle(handler, event, data, asked, secret=not taken)
        finally:
            if taken:
                await self._release(asked, data.get("viewer"))

    def _answered(self, event: TelegramObject) -> Asked | None:
        if not isinstance(event, Message) or event.chat.type != ChatType.PRIVATE:
            return None
        asked = self._pending.current(event.chat.id)
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
        if not (secret or asked.question.may_hold_secret(text_of(message))):
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
        self._pending.put_back(asked)

    def _language(self, message: Message, data: dict[str, Any]) -> Localization:
        known: Localization | None = data.get("t")
        user = message.from_user
        return known or self._languages.pick(user.language_code if user else None)


async def _deleted(message: Message) -> bool:
    """Whether the message is gone from the chat."""
    try:
        await message.delete()
    except TelegramBadRequest as error:
        return "not found" in error.message
    except AiogramError:
        return False
    return True
