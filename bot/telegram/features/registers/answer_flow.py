"""What follows an answer about a register: the next question, a check with CrystalPAY, the end."""

from bot.crystalpay import CrystalPayError
from bot.domain.registers import Credentials, Register
from bot.services.readings import problem_of
from bot.services.registers import NoSuchRegister
from bot.telegram.features.registers import outcome_view, question_view
from bot.telegram.features.registers.answer_context import AnswerContext
from bot.telegram.features.registers.questions import (
    NameQuestion,
    ReplaceSecretQuestion,
    SecretQuestion,
)
from bot.telegram.identities import actor_of


async def continue_with_login(login: str, secret: str | None, answer: AnswerContext) -> None:
    """The login of a new register is known now, maybe its secret too."""
    if existing := await answer.registers.with_login(login):
        return await offer_new_secret(existing, answer)
    if secret:
        return await add_register(Credentials(login, secret), answer)
    question = SecretQuestion(login)
    return await answer.ask(question, lambda n: question_view.ask_secret(question, n, answer.t))


async def offer_new_secret(existing: Register, answer: AnswerContext) -> None:
    await answer.ask(
        ReplaceSecretQuestion(existing.id),
        lambda n: question_view.login_in_use(existing, n, answer.t),
    )


async def add_register(credentials: Credentials, answer: AnswerContext) -> None:
    """Check the credentials and save them at once, under the register's name at CrystalPAY: so
    the secret need not be held while the admin thinks of a name.
    """
    try:
        info = await answer.registers.check(credentials)
    except CrystalPayError as error:
        return await ask_again(error, SecretQuestion(credentials.login), answer)
    async with answer.questions.pending.adding:
        if existing := await answer.registers.with_login(credentials.login):
            return await offer_new_secret(existing, answer)
        if not await answer.may_save():
            return None
        name = await answer.registers.free_name(info.name)
        register = await answer.registers.add(name, credentials, by=actor_of(answer.message))
    return await answer.ask(
        NameQuestion(register.id),
        lambda n: question_view.added(register, n, answer.t),
        otherwise=outcome_view.added(register, answer.viewer, answer.t),
    )


async def replace_secret(
    question: SecretQuestion, credentials: Credentials, answer: AnswerContext
) -> None:
    """An existing register gets its new secret once CrystalPAY has accepted it."""
    register = answer.viewer.register_with(question.register_id or 0)
    if register is None:
        return await answer.end(outcome_view.register_removed(answer.t))
    try:
        await answer.registers.check(credentials)
    except CrystalPayError as error:
        return await ask_again(error, question, answer)
    if not await answer.may_save():
        return None
    by = actor_of(answer.message)
    try:
        await answer.registers.replace_secret(register, credentials.secret, by=by)
    except NoSuchRegister:
        return await answer.end(outcome_view.register_removed(answer.t))
    screen = outcome_view.secret_replaced(register.name, register.id, answer.viewer, answer.t)
    return await answer.end(screen)


async def ask_again(
    error: CrystalPayError, question: SecretQuestion, answer: AnswerContext
) -> None:
    problem = problem_of(error)
    await answer.ask(
        question,
        lambda n: question_view.check_failed(problem, question, n, answer.t),
        otherwise=outcome_view.check_failed(problem, question, answer.t),
    )
