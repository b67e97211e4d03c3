"""An admin's answer whose question was taken, and what is needed to go on from it."""

from dataclasses import dataclass

from aiogram.types import Message

from bot.services.registers import Registers
from bot.services.viewers import Viewer
from bot.telegram.ui.incoming_text import text_of
from bot.telegram.ui.no_access import no_access_screen
from bot.telegram.ui.pending_questions import PendingQuestion, Question, State
from bot.telegram.ui.questions import Questions, QuestionScreen
from bot.telegram.ui.screen import Screen, send
from bot.translations import Localization


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """`deleted`: the answer is gone from the chat."""

    message: Message
    answered: PendingQuestion
    deleted: bool
    viewer: Viewer
    t: Localization
    registers: Registers
    questions: Questions

    @property
    def text(self) -> str:
        return text_of(self.message)

    async def ask(
        self, question: Question, screen: QuestionScreen, otherwise: Screen | None = None
    ) -> None:
        """Ask the next question, or the same one again.

        `otherwise`: what is said instead if the admin began something else meanwhile. Nothing is
        said if the question was cancelled.
        """
        if self.answered.state is State.CLOSED:
            return
        if self.questions.pending.is_current(self.answered):
            await self.questions.send(self.message, question, screen)
        elif otherwise:
            await send(self.message, otherwise)

    async def end(self, screen: Screen) -> None:
        await self.questions.close(self.answered)
        await send(self.message, screen)

    async def may_save(self) -> bool:
        """False if the question was cancelled during a check, or the admin was removed, who is
        told so.
        """
        if await self.questions.is_still_admin(self.answered.user_id):
            return self.questions.pending.begin_saving(self.answered)
        await self.end(no_access_screen(self.answered.user_id, self.t))
        return False
