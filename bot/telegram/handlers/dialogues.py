"""An admin's answers to the bot's questions. A secret is deleted first and never kept in clear."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiogram import Bot, Router
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, Message

from bot.crystalpay import CrystalPayError
from bot.domain import Credentials
from bot.services.access import Viewer
from bot.services.readings import problem_of
from bot.services.registers import BadName, Registers
from bot.telegram.callbacks import DialoguePress
from bot.telegram.dialogues import AskLogin, AskName, AskSecret, Dialogues, Question
from bot.telegram.filters import for_admins, no_command
from bot.telegram.screens import post, replace, send, toast
from bot.telegram.views import registers as views
from bot.telegram.views import texts
from bot.telegram.who import actor_of
from bot.translations import Language

Waiting = Callable[[Question], None]


def register(router: Router) -> None:
    for answer, kind in ((take_login, AskLogin), (take_secret, AskSecret), (take_name, AskName)):
        router.message.register(answer, no_command, for_admins, _answers(kind))
    router.callback_query.register(end_dialogue, DialoguePress.filter(), for_admins)


def wait_for(question: Question, user_id: int, dialogues: Dialogues, bot: Bot, t: Language) -> None:
    """Ask; when no answer comes in time, say that nobody waits for one any more."""

    async def say_so() -> None:
        with suppress(AiogramError):
            await post(bot, user_id, views.over(t))

    dialogues.ask(user_id, question, say_so)


def _answers(kind: type[Question]) -> Callable[..., Awaitable[bool | dict[str, Any]]]:
    """A filter for answers to questions of one kind; gives the handler `question` and `ask`."""

    async def check(
        message: Message, bot: Bot, viewer: Viewer, dialogues: Dialogues, t: Language
    ) -> bool | dict[str, Any]:
        question = dialogues.question(viewer.chat_id)
        if not isinstance(question, kind):
            return False

        def ask(next_question: Question) -> None:
            wait_for(next_question, viewer.chat_id, dialogues, bot, t)

        return {"question": question, "ask": ask}

    return check


async def take_login(
    message: Message, registers: Registers, dialogues: Dialogues, ask: Waiting, t: Language
) -> None:
    """A login; or login and secret at once. More than one word may hold a secret: deleted."""
    words = (message.text or "").split()
    if len(words) > 1:
        await _delete(message, t)
    if len(words) not in (1, 2):
        return await send(message, views.only_a_login(t))
    login = words[0]
    if known := await registers.with_login(login):
        dialogues.close(message.chat.id)
        return await send(message, views.login_is_known(known, t))
    ask(AskSecret(login))
    if len(words) == 1:
        return await send(message, views.ask_secret(login, t))
    return await _add(message, Credentials(*words), registers, ask, t)


async def take_secret(
    message: Message,
    question: AskSecret,
    viewer: Viewer,
    registers: Registers,
    dialogues: Dialogues,
    ask: Waiting,
    t: Language,
) -> None:
    """The message is deleted before anybody is asked anything."""
    await _delete(message, t)
    words = (message.text or "").split()
    if len(words) == 2 and words[0] == question.login:
        words = words[1:]
    if len(words) != 1:
        return await send(message, views.only_a_secret(t))
    credentials = Credentials(question.login, words[0])
    if question.register_id is None:
        return await _add(message, credentials, registers, ask, t)
    register = viewer.register_with(question.register_id)
    if register is None:
        dialogues.close(viewer.chat_id)
        return await send(message, views.given_up(t))
    try:
        await registers.check(credentials)
    except CrystalPayError as error:
        return await send(message, views.refused(problem_of(error), t))
    dialogues.close(viewer.chat_id)
    await registers.replace_secret(register, credentials.secret, by=actor_of(message))
    return await send(message, views.secret_replaced(register.name, t))


async def take_name(
    message: Message,
    question: AskName,
    viewer: Viewer,
    registers: Registers,
    dialogues: Dialogues,
    t: Language,
) -> None:
    register = viewer.register_with(question.register_id)
    if register is None:
        dialogues.close(viewer.chat_id)
        return await send(message, views.given_up(t))
    name = " ".join((message.text or "").split())
    try:
        await registers.rename(register, name, by=actor_of(message))
    except BadName as bad:
        return await send(message, views.bad_name(bad.why, t))
    dialogues.close(viewer.chat_id)
    return await send(message, views.named(name, t))


async def end_dialogue(
    query: CallbackQuery,
    callback_data: DialoguePress,
    bot: Bot,
    viewer: Viewer,
    registers: Registers,
    dialogues: Dialogues,
    t: Language,
) -> None:
    question = dialogues.question(viewer.chat_id)
    if callback_data.action == "cancel":
        dialogues.close(viewer.chat_id)
        screen = views.given_up(t)
    elif isinstance(question, AskName) and (register := viewer.register_with(question.register_id)):
        dialogues.close(viewer.chat_id)
        screen = views.named(register.name, t)
    else:
        return await toast(query, texts.out_of_date(t))
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _add(
    message: Message,
    credentials: Credentials,
    registers: Registers,
    ask: Waiting,
    t: Language,
) -> None:
    """Check the pair and keep it at once, under its own name: so the secret need not wait."""
    try:
        info = await registers.check(credentials)
    except CrystalPayError as error:
        return await send(message, views.refused(problem_of(error), t))
    name = await registers.free_name(info.name)
    register = await registers.add(name, credentials, by=actor_of(message))
    ask(AskName(register.id))
    return await send(message, views.added(register, t))


async def _delete(message: Message, t: Language) -> None:
    try:
        await message.delete()
    except AiogramError:
        await send(message, views.delete_it_yourself(t))
