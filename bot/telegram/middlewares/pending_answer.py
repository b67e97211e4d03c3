"""Takes the question that a message answers, and has it deleted if it may be a secret."""

from contextlib import suppress
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.exceptions import AiogramError
from aiogram.types import Message, TelegramObject

from bot.services.viewers import Viewer
from bot.telegram.middlewares import Handler
from bot.telegram.middlewares.secret_deletion import delete_secret, secret_not_deleted
from bot.telegram.ui.incoming_text import is_command, text_of
from bot.telegram.ui.pending_questions import PendingQuestion
from bot.telegram.ui.questions import Questions
from bot.telegram.ui.screen import send
from bot.translations import Languages, Localization


class PendingAnswerMiddleware(BaseMiddleware):
    """Takes the question that a private message answers before anything is awaited.

    What may be a secret is deleted here, before rate limits and rights are checked: so it is
    deleted whatever rejects the message. Handlers are given `answered` (the question, which now
    belongs to them) or `too_early` (the previous answer is still being processed), and `deleted`.
    A question that no handler went on with waits again.
    """

    def __init__(self, questions: Questions, languages: Languages) -> None:
        self._questions = questions
        self._languages = languages

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        pending = self._answered_by(event)
        if pending is None or not isinstance(event, Message):
            return await handler(event, data)
        taken = self._questions.pending.take(pending)
        data.update({"answered": pending} if taken else {"too_early": True})
        try:
            if taken and not pending.question.may_hold_secret(text_of(event)):
                return await handler(event, data)
            return await self._handle_secret(handler, event, data)
        finally:
            if taken:
                await self._release(pending, data.get("viewer"))

    def _answered_by(self, event: TelegramObject) -> PendingQuestion | None:
        if not isinstance(event, Message) or event.chat.type != ChatType.PRIVATE:
            return None
        pending = self._questions.pending.current(event.chat.id)
        return pending if pending and not is_command(text_of(event)) else None

    async def _handle_secret(self, handler: Handler, message: Message, data: dict[str, Any]) -> Any:
        data["deleted"] = await delete_secret(message)
        try:
            return await handler(message, data)
        finally:
            if not data["deleted"]:
                with suppress(AiogramError):
                    await send(message, secret_not_deleted(self._language(message, data)))

    async def _release(self, pending: PendingQuestion, viewer: Viewer | None) -> None:
        if viewer and not viewer.is_admin:
            await self._questions.close(pending)
        self._questions.pending.reopen(pending)

    def _language(self, message: Message, data: dict[str, Any]) -> Localization:
        """The asker's own if the message was rejected before the chat was looked up."""
        known: Localization | None = data.get("t")
        user = message.from_user
        return known or self._languages.pick(user.language_code if user else None)
