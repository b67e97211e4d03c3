"""How an answer is gone on from: the next question, or the end."""

from dataclasses import dataclass

from aiogram.types import Message

from bot.crystalpay import CrystalPayError
from bot.domain.registers import Credentials, Register
from bot.services.readings import problem_of
from bot.services.registers import NoSuchRegister, Registers
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.registers import question_view as views
from bot.telegram.features.registers.questions import (
    NameQuestion,
    ReplaceSecretQuestion,
    SecretQuestion,
)
from bot.telegram.identities import actor_of
from bot.telegram.ui import no_access as texts
from bot.telegram.ui.message_text import text_of
from bot.telegram.ui.pending_questions import Asked, PendingQuestions, Question, State
from bot.telegram.ui.questions import Numbered, Questions
from bot.telegram.ui.screen import Screen, send
from bot.translations import Localization


@dataclass(frozen=True, slots=True)
class Conversation:
    """An answer whose question was taken, and what is needed to go on from it.

    `deleted`: the answer is gone from the chat.
    """

    message: Message
    asked: Asked
    deleted: bool
    viewer: Viewer
    t: Localization
    registers: Registers
    viewers: Viewers
    pending_questions: PendingQuestions
    questions: Questions

    @property
    def text(self) -> str:
        return text_of(self.message)

    async def ask(
        self, question: Question, screen: Numbered, otherwise: Screen | None = None
    ) -> None:
        """Go on with a question, or with the same one. `otherwise`: what is said instead if the
        admin began something else meanwhile; nothing is said if the question was called off.
        """
        if self.asked.state is State.OVER:
            return
        if self.pending_questions.current(self.asked.user_id) is self.asked:
            await self.questions.send(self.message, question, screen)
        elif otherwise:
            await send(self.message, otherwise)

    async def end(self, screen: Screen) -> None:
        await self.questions.end(self.asked)
        await send(self.message, screen)

    async def may_save(self) -> bool:
        """Not when the question was called off during a check, or whoever answered it is no admin
        any more: he is told so.
        """
        if (await self.viewers.get(self.asked.user_id)).is_admin:
            return self.pending_questions.begin_saving(self.asked)
        await self.end(texts.stranger(self.asked.user_id, self.t))
        return False


async def _go_on_with(login: str, secret: str | None, conversation: Conversation) -> None:
    """The login of a new register is known now, maybe its secret too."""
    if known := await conversation.registers.with_login(login):
        return await _offer_replacing(known, conversation)
    if secret:
        return await _add(Credentials(login, secret), conversation)
    question = SecretQuestion(login)
    return await conversation.ask(question, lambda n: views.ask_secret(question, n, conversation.t))


async def _offer_replacing(known: Register, conversation: Conversation) -> None:
    await conversation.ask(
        ReplaceSecretQuestion(known.id), lambda n: views.login_is_known(known, n, conversation.t)
    )


async def _add(credentials: Credentials, conversation: Conversation) -> None:
    """Check the pair and keep it at once, under its own name: so the secret need not wait."""
    try:
        info = await conversation.registers.check(credentials)
    except CrystalPayError as error:
        return await _refuse(error, SecretQuestion(credentials.login), conversation)
    async with conversation.pending_questions.adding:
        if known := await conversation.registers.with_login(credentials.login):
            return await _offer_replacing(known, conversation)
        if not await conversation.may_save():
            return None
        name = await conversation.registers.free_name(info.name)
        by = actor_of(conversation.message)
        register = await conversation.registers.add(name, credentials, by=by)
    return await conversation.ask(
        NameQuestion(register.id),
        lambda n: views.added(register, n, conversation.t),
        otherwise=views.only_added(register, conversation.t),
    )


async def _replace(
    question: SecretQuestion, credentials: Credentials, conversation: Conversation
) -> None:
    """A register that is there gets its new secret, once CrystalPAY has taken it."""
    register = conversation.viewer.register_with(question.register_id or 0)
    if register is None:
        return await conversation.end(views.gone(conversation.t))
    try:
        await conversation.registers.check(credentials)
    except CrystalPayError as error:
        return await _refuse(error, question, conversation)
    if not await conversation.may_save():
        return None
    by = actor_of(conversation.message)
    try:
        await conversation.registers.replace_secret(register, credentials.secret, by=by)
    except NoSuchRegister:
        return await conversation.end(views.gone(conversation.t))
    return await conversation.end(views.secret_replaced(register.name, conversation.t))


async def _refuse(
    error: CrystalPayError, question: SecretQuestion, conversation: Conversation
) -> None:
    problem = problem_of(error)
    await conversation.ask(
        question,
        lambda n: views.refused(problem, question, n, conversation.t),
        otherwise=views.only_refused(problem, question, conversation.t),
    )
