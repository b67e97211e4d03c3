"""An admin's answers to the bot's questions. A secret is never kept in clear, nor shown again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.crystalpay import CrystalPayError
from bot.domain import Credentials, Register
from bot.services.access import Access, Viewer
from bot.services.readings import problem_of
from bot.services.registers import BadName, NoSuchRegister, Registers
from bot.telegram.answers import looks_like_secret, read
from bot.telegram.callbacks import DialoguePress
from bot.telegram.dialogues import (
    Asked,
    AskLogin,
    AskName,
    AskReplace,
    AskSecret,
    Dialogues,
    Question,
    State,
)
from bot.telegram.filters import for_admins
from bot.telegram.questions import Numbered, Questions, text_of
from bot.telegram.screens import Screen, replace, send, toast
from bot.telegram.views import registers as views
from bot.telegram.views import texts
from bot.telegram.who import actor_of
from bot.translations import Language


def register(router: Router) -> None:
    router.message.register(ask_to_wait, for_admins, _is_too_early)
    for take, kind in (
        (take_login, AskLogin),
        (take_secret, AskSecret),
        (take_instead_of_a_press, AskReplace),
        (take_name, AskName),
    ):
        router.message.register(take, for_admins, _answers(kind))
    router.callback_query.register(turn_question, DialoguePress.filter(), for_admins)


@dataclass(frozen=True, slots=True)
class Talk:
    """An answer whose question was taken, and what is needed to go on from it.

    `deleted`: the answer is gone from the chat.
    """

    message: Message
    asked: Asked
    deleted: bool
    viewer: Viewer
    t: Language
    registers: Registers
    access: Access
    dialogues: Dialogues
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
        if self.dialogues.current(self.asked.user_id) is self.asked:
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
        if (await self.access.viewer(self.asked.user_id)).is_admin:
            return self.dialogues.begin_saving(self.asked)
        await self.end(texts.stranger(self.asked.user_id, self.t))
        return False


def _answers(kind: type[Question]) -> Callable[..., Awaitable[bool | dict[str, Any]]]:
    """A filter for answers to questions of one kind; gives the handler `question` and `talk`."""

    async def check(
        message: Message,
        viewer: Viewer,
        t: Language,
        registers: Registers,
        access: Access,
        dialogues: Dialogues,
        questions: Questions,
        asked: Asked | None = None,
        deleted: bool = False,
    ) -> bool | dict[str, Any]:
        if asked is None or not isinstance(asked.question, kind):
            return False
        talk = Talk(message, asked, deleted, viewer, t, registers, access, dialogues, questions)
        return {"question": asked.question, "talk": talk}

    return check


async def _is_too_early(_: Message, too_early: bool = False) -> bool:
    return too_early


async def ask_to_wait(message: Message, t: Language, deleted: bool = False) -> None:
    """The message before is still being worked on; this one may be the same secret again."""
    await send(message, views.still_checking(t, deleted=deleted))


async def take_login(_: Message, talk: Talk) -> None:
    """A login; or login and secret at once."""
    said = read(talk.text)
    login = said.login
    if login is None and said.word and not looks_like_secret(said.word):
        login = said.word
    if login:
        return await _go_on_with(login, said.secret, talk)
    if said.word or said.secret:
        return await talk.ask(AskLogin(), lambda n: views.login_first(n, talk.t, talk.deleted))
    return await talk.ask(AskLogin(), lambda n: views.only_a_login(n, talk.t))


async def take_secret(_: Message, question: AskSecret, talk: Talk) -> None:
    """The secret; for a new register also another login, alone with its label or with a secret."""
    said = read(talk.text)
    secret = said.secret or said.word
    if said.login not in (None, question.login):
        if question.register_id is None:
            return await _go_on_with(said.login, said.secret, talk)
        return await talk.ask(question, lambda n: views.only_its_secret(question, n, talk.t))
    if secret is None:
        return await talk.ask(question, lambda n: views.only_a_secret(question, n, talk.t))
    credentials = Credentials(question.login, secret)
    if question.register_id is None:
        return await _add(credentials, talk)
    return await _replace(question, credentials, talk)


async def take_instead_of_a_press(_: Message, question: AskReplace, talk: Talk) -> None:
    """The secret was sent before it was asked for: deleted and not used. Or it is another login."""
    said = read(talk.text)
    if said.login:
        return await _go_on_with(said.login, said.secret, talk)
    known = talk.viewer.register_with(question.register_id)
    if known is None:
        return await talk.end(views.gone(talk.t))
    return await talk.ask(question, lambda n: views.press_first(known, n, talk.t, talk.deleted))


async def take_name(message: Message, question: AskName, talk: Talk) -> None:
    named = talk.viewer.register_with(question.register_id)
    if named is None:
        return await talk.end(views.gone(talk.t))
    if looks_like_secret(talk.text):
        return await talk.ask(question, lambda n: views.no_name(named, n, talk.t, talk.deleted))
    name = " ".join(talk.text.split())
    if not talk.dialogues.begin_saving(talk.asked):
        return None
    try:
        await talk.registers.rename(named, name, by=actor_of(message))
    except BadName as bad:
        why = bad.why
        return await talk.ask(question, lambda n: views.bad_name(why, named, n, talk.t))
    except NoSuchRegister:
        return await talk.end(views.gone(talk.t))
    return await talk.end(views.named(name, talk.t))


async def turn_question(
    query: CallbackQuery,
    callback_data: DialoguePress,
    bot: Bot,
    viewer: Viewer,
    dialogues: Dialogues,
    questions: Questions,
    t: Language,
) -> None:
    """A button below a question. Of one that is over nothing is said but that."""
    asked = dialogues.numbered(viewer.chat_id, callback_data.number)
    if asked is None:
        return await questions.answer_old(query, texts.out_of_date(t))
    dialogues.close(asked)
    if callback_data.action == "login":
        return await questions.put(query, AskLogin(), lambda n: views.ask_login(n, t))
    screen = views.given_up(t)
    if isinstance(asked.question, AskName):
        kept = viewer.register_with(asked.question.register_id)
        screen = views.named(kept.name, t) if kept else views.gone(t)
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _go_on_with(login: str, secret: str | None, talk: Talk) -> None:
    """The login of a new register is known now, maybe its secret too."""
    if known := await talk.registers.with_login(login):
        return await _offer_replacing(known, talk)
    if secret:
        return await _add(Credentials(login, secret), talk)
    question = AskSecret(login)
    return await talk.ask(question, lambda n: views.ask_secret(question, n, talk.t))


async def _offer_replacing(known: Register, talk: Talk) -> None:
    await talk.ask(AskReplace(known.id), lambda n: views.login_is_known(known, n, talk.t))


async def _add(credentials: Credentials, talk: Talk) -> None:
    """Check the pair and keep it at once, under its own name: so the secret need not wait."""
    try:
        info = await talk.registers.check(credentials)
    except CrystalPayError as error:
        return await _refuse(error, AskSecret(credentials.login), talk)
    async with talk.dialogues.adding:
        if known := await talk.registers.with_login(credentials.login):
            return await _offer_replacing(known, talk)
        if not await talk.may_save():
            return None
        name = await talk.registers.free_name(info.name)
        by = actor_of(talk.message)
        register = await talk.registers.add(name, credentials, by=by)
    return await talk.ask(
        AskName(register.id),
        lambda n: views.added(register, n, talk.t),
        otherwise=views.only_added(register, talk.t),
    )


async def _replace(question: AskSecret, credentials: Credentials, talk: Talk) -> None:
    """A register that is there gets its new secret, once CrystalPAY has taken it."""
    register = talk.viewer.register_with(question.register_id or 0)
    if register is None:
        return await talk.end(views.gone(talk.t))
    try:
        await talk.registers.check(credentials)
    except CrystalPayError as error:
        return await _refuse(error, question, talk)
    if not await talk.may_save():
        return None
    by = actor_of(talk.message)
    try:
        await talk.registers.replace_secret(register, credentials.secret, by=by)
    except NoSuchRegister:
        return await talk.end(views.gone(talk.t))
    return await talk.end(views.secret_replaced(register.name, talk.t))


async def _refuse(error: CrystalPayError, question: AskSecret, talk: Talk) -> None:
    problem = problem_of(error)
    await talk.ask(
        question,
        lambda n: views.refused(problem, question, n, talk.t),
        otherwise=views.only_refused(problem, question, talk.t),
    )
