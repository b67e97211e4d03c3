"""An admin's answers to the bot's questions. A secret is never kept in clear, nor shown again."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.domain.registers import Credentials
from bot.services.registers import BadName, NoSuchRegister, Registers
from bot.services.viewers import Viewer
from bot.telegram.features.registers import outcome_view
from bot.telegram.features.registers import question_view as views
from bot.telegram.features.registers.answer_context import AnswerContext
from bot.telegram.features.registers.answer_flow import (
    add_register,
    continue_with_login,
    replace_secret,
)
from bot.telegram.features.registers.callbacks import QuestionAction, QuestionPress
from bot.telegram.features.registers.questions import (
    LoginQuestion,
    NameQuestion,
    ReplaceSecretQuestion,
    SecretQuestion,
)
from bot.telegram.features.registers.typed_answer import looks_like_secret, parse_answer
from bot.telegram.filters import is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.pending_questions import PendingQuestion, Question
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.questions import Questions
from bot.telegram.ui.screen import send
from bot.telegram.ui.toasts import out_of_date
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(ask_to_wait, is_admin_chat, is_too_early)
    for handler, kind in (
        (on_login, LoginQuestion),
        (on_secret, SecretQuestion),
        (on_text_instead_of_button, ReplaceSecretQuestion),
        (on_name, NameQuestion),
    ):
        router.message.register(handler, is_admin_chat, answers(kind))
    for press, action in (
        (on_cancel_button, QuestionAction.CANCEL),
        (on_keep_name_button, QuestionAction.KEEP_NAME),
        (on_other_login_button, QuestionAction.OTHER_LOGIN),
    ):
        router.callback_query.register(
            press, QuestionPress.filter(F.action == action), is_admin_chat, is_pending
        )
    router.callback_query.register(on_outdated_button, QuestionPress.filter(), is_admin_chat)


def answers(kind: type[Question]) -> Callable[..., Awaitable[bool | dict[str, Any]]]:
    """A filter for answers to questions of one kind; gives `question` and `answer`."""

    async def check(
        message: Message,
        viewer: Viewer,
        t: Localization,
        registers: Registers,
        questions: Questions,
        answered: PendingQuestion | None = None,
        deleted: bool = False,
    ) -> bool | dict[str, Any]:
        if answered is None or not isinstance(answered.question, kind):
            return False
        answer = AnswerContext(message, answered, deleted, viewer, t, registers, questions)
        return {"question": answered.question, "answer": answer}

    return check


async def is_too_early(_: Message, too_early: bool = False) -> bool:
    return too_early


async def is_pending(
    query: CallbackQuery, callback_data: QuestionPress, questions: Questions
) -> bool | dict[str, Any]:
    """Gives `pending`: the question below which the button stands, which it can still cancel."""
    pending = questions.pending.find(query.from_user.id, callback_data.number)
    return {"pending": pending} if pending else False


async def ask_to_wait(message: Message, t: Localization, deleted: bool = False) -> None:
    """The previous message is still being processed; this one may be the same secret again."""
    await send(message, views.still_checking(t, deleted=deleted))


async def on_login(_: Message, answer: AnswerContext) -> None:
    """A login; or login and secret at once."""
    typed = parse_answer(answer.text)
    login = typed.login
    if login is None and typed.word and not looks_like_secret(typed.word):
        login = typed.word
    if login:
        return await continue_with_login(login, typed.secret, answer)
    if typed.word or typed.secret:
        return await answer.ask(
            LoginQuestion(), lambda n: views.login_first(n, answer.t, answer.deleted)
        )
    return await answer.ask(LoginQuestion(), lambda n: views.login_is_one_word(n, answer.t))


async def on_secret(_: Message, question: SecretQuestion, answer: AnswerContext) -> None:
    """The secret; for a new register also another login, alone with its label or with a secret."""
    typed = parse_answer(answer.text)
    secret = typed.secret or typed.word
    if typed.login not in (None, question.login):
        if question.register_id is None:
            return await continue_with_login(typed.login, typed.secret, answer)
        return await answer.ask(
            question, lambda n: views.login_cannot_change(question, n, answer.t)
        )
    if secret is None:
        return await answer.ask(question, lambda n: views.secret_is_one_word(question, n, answer.t))
    credentials = Credentials(question.login, secret)
    if question.register_id is None:
        return await add_register(credentials, answer)
    return await replace_secret(question, credentials, answer)


async def on_text_instead_of_button(
    _: Message, question: ReplaceSecretQuestion, answer: AnswerContext
) -> None:
    """A secret that was sent before it was asked for is deleted and not used. Or another login."""
    typed = parse_answer(answer.text)
    if typed.login:
        return await continue_with_login(typed.login, typed.secret, answer)
    existing = answer.viewer.register_with(question.register_id)
    if existing is None:
        return await answer.end(outcome_view.register_removed(answer.t))
    return await answer.ask(
        question, lambda n: views.press_a_button(existing, n, answer.t, answer.deleted)
    )


async def on_name(message: Message, question: NameQuestion, answer: AnswerContext) -> None:
    renamed = answer.viewer.register_with(question.register_id)
    if renamed is None:
        return await answer.end(outcome_view.register_removed(answer.t))
    if looks_like_secret(answer.text):
        return await answer.ask(
            question, lambda n: views.name_looks_like_secret(renamed, n, answer.t, answer.deleted)
        )
    name = " ".join(answer.text.split())
    if not answer.questions.pending.begin_saving(answer.answered):
        return None
    try:
        await answer.registers.rename(renamed, name, by=actor_of(message))
    except BadName as bad:
        fault = bad.why
        return await answer.ask(
            question, lambda n: views.name_rejected(fault, renamed, n, answer.t)
        )
    except NoSuchRegister:
        return await answer.end(outcome_view.register_removed(answer.t))
    return await answer.end(outcome_view.name_saved(name, renamed.id, answer.viewer, answer.t))


async def on_cancel_button(
    query: CallbackQuery, pending: PendingQuestion, questions: Questions, t: Localization
) -> None:
    questions.pending.close(pending)
    await show(query, outcome_view.cancelled(t))


async def on_keep_name_button(
    query: CallbackQuery,
    pending: PendingQuestion,
    viewer: Viewer,
    questions: Questions,
    t: Localization,
) -> None:
    questions.pending.close(pending)
    question = pending.question
    kept = (
        viewer.register_with(question.register_id) if isinstance(question, NameQuestion) else None
    )
    if kept is None:
        return await show(query, outcome_view.register_removed(t))
    return await show(query, outcome_view.name_saved(kept.name, kept.id, viewer, t))


async def on_other_login_button(
    query: CallbackQuery, pending: PendingQuestion, questions: Questions, t: Localization
) -> None:
    questions.pending.close(pending)
    await questions.replace(query, LoginQuestion(), lambda n: views.ask_login(n, t))


async def on_outdated_button(query: CallbackQuery, questions: Questions, t: Localization) -> None:
    await questions.answer_outdated(query, out_of_date(t))
