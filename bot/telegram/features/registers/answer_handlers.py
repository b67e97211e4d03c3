"""An admin's answers to the bot's questions. A secret is never kept in clear, nor shown again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.domain.registers import Credentials
from bot.services.registers import BadName, NoSuchRegister, Registers
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.registers import question_view as views
from bot.telegram.features.registers.callbacks import QuestionPress
from bot.telegram.features.registers.conversation import Conversation, _add, _go_on_with, _replace
from bot.telegram.features.registers.questions import (
    LoginQuestion,
    NameQuestion,
    ReplaceSecretQuestion,
    SecretQuestion,
)
from bot.telegram.features.registers.typed_answer import looks_like_secret, read
from bot.telegram.filters import for_admins
from bot.telegram.identities import actor_of
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.pending_questions import Asked, PendingQuestions, Question
from bot.telegram.ui.questions import Questions
from bot.telegram.ui.screen import replace, send
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(ask_to_wait, for_admins, _is_too_early)
    for take, kind in (
        (take_login, LoginQuestion),
        (take_secret, SecretQuestion),
        (take_instead_of_a_press, ReplaceSecretQuestion),
        (take_name, NameQuestion),
    ):
        router.message.register(take, for_admins, _answers(kind))
    router.callback_query.register(on_question_button, QuestionPress.filter(), for_admins)


def _answers(kind: type[Question]) -> Callable[..., Awaitable[bool | dict[str, Any]]]:
    """A filter for answers to questions of one kind; gives `question` and `conversation`."""

    async def check(
        message: Message,
        viewer: Viewer,
        t: Localization,
        registers: Registers,
        viewers: Viewers,
        pending_questions: PendingQuestions,
        questions: Questions,
        asked: Asked | None = None,
        deleted: bool = False,
    ) -> bool | dict[str, Any]:
        if asked is None or not isinstance(asked.question, kind):
            return False
        conversation = Conversation(
            message, asked, deleted, viewer, t, registers, viewers, pending_questions, questions
        )
        return {"question": asked.question, "conversation": conversation}

    return check


async def _is_too_early(_: Message, too_early: bool = False) -> bool:
    return too_early


async def ask_to_wait(message: Message, t: Localization, deleted: bool = False) -> None:
    """The message before is still being worked on; this one may be the same secret again."""
    await send(message, views.still_checking(t, deleted=deleted))


async def take_login(_: Message, conversation: Conversation) -> None:
    """A login; or login and secret at once."""
    said = read(conversation.text)
    login = said.login
    if login is None and said.word and not looks_like_secret(said.word):
        login = said.word
    if login:
        return await _go_on_with(login, said.secret, conversation)
    if said.word or said.secret:
        return await conversation.ask(
            LoginQuestion(), lambda n: views.login_first(n, conversation.t, conversation.deleted)
        )
    return await conversation.ask(LoginQuestion(), lambda n: views.only_a_login(n, conversation.t))


async def take_secret(_: Message, question: SecretQuestion, conversation: Conversation) -> None:
    """The secret; for a new register also another login, alone with its label or with a secret."""
    said = read(conversation.text)
    secret = said.secret or said.word
    if said.login not in (None, question.login):
        if question.register_id is None:
            return await _go_on_with(said.login, said.secret, conversation)
        return await conversation.ask(
            question, lambda n: views.only_its_secret(question, n, conversation.t)
        )
    if secret is None:
        return await conversation.ask(
            question, lambda n: views.only_a_secret(question, n, conversation.t)
        )
    credentials = Credentials(question.login, secret)
    if question.register_id is None:
        return await _add(credentials, conversation)
    return await _replace(question, credentials, conversation)


async def take_instead_of_a_press(
    _: Message, question: ReplaceSecretQuestion, conversation: Conversation
) -> None:
    """The secret was sent before it was asked for: deleted and not used. Or it is another login."""
    said = read(conversation.text)
    if said.login:
        return await _go_on_with(said.login, said.secret, conversation)
    known = conversation.viewer.register_with(question.register_id)
    if known is None:
        return await conversation.end(views.gone(conversation.t))
    return await conversation.ask(
        question, lambda n: views.press_first(known, n, conversation.t, conversation.deleted)
    )


async def take_name(message: Message, question: NameQuestion, conversation: Conversation) -> None:
    named = conversation.viewer.register_with(question.register_id)
    if named is None:
        return await conversation.end(views.gone(conversation.t))
    if looks_like_secret(conversation.text):
        return await conversation.ask(
            question, lambda n: views.no_name(named, n, conversation.t, conversation.deleted)
        )
    name = " ".join(conversation.text.split())
    if not conversation.pending_questions.begin_saving(conversation.asked):
        return None
    try:
        await conversation.registers.rename(named, name, by=actor_of(message))
    except BadName as bad:
        why = bad.why
        return await conversation.ask(
            question, lambda n: views.bad_name(why, named, n, conversation.t)
        )
    except NoSuchRegister:
        return await conversation.end(views.gone(conversation.t))
    return await conversation.end(views.named(name, conversation.t))


async def on_question_button(
    query: CallbackQuery,
    callback_data: QuestionPress,
    bot: Bot,
    viewer: Viewer,
    pending_questions: PendingQuestions,
    questions: Questions,
    t: Localization,
) -> None:
    """A button below a question. Of one that is over nothing is said but that."""
    asked = pending_questions.numbered(viewer.chat_id, callback_data.number)
    if asked is None:
        return await questions.answer_old(query, texts.out_of_date(t))
    pending_questions.close(asked)
    if callback_data.action == "login":
        return await questions.put(query, LoginQuestion(), lambda n: views.ask_login(n, t))
    screen = views.given_up(t)
    if isinstance(asked.question, NameQuestion):
        kept = viewer.register_with(asked.question.register_id)
        screen = views.named(kept.name, t) if kept else views.gone(t)
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None
