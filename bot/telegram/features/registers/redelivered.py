"""Answers again what a message has done already: its first answer may have died with the bot."""

from typing import Any

from aiogram import Router
from aiogram.types import Message

from bot.domain.audit import AuditEntry, Event
from bot.services.audit import Audit
from bot.services.registers import Registers
from bot.telegram.features.registers import question_view as views
from bot.telegram.features.registers.questions import NameQuestion
from bot.telegram.filters import for_admins, in_private
from bot.telegram.identities import actor_of
from bot.telegram.ui.questions import Questions
from bot.telegram.ui.screen import send
from bot.translations import Localization


def register(router: Router) -> None:
    """Asked before the message is taken for an answer to a question."""
    router.message.register(answer_again, in_private, for_admins, did_something)


async def did_something(message: Message, audit: Audit) -> bool | dict[str, Any]:
    """Gives the handler `done`: what this very message did before."""
    done = await audit.done_by(
        actor_of(message), Event.REGISTER_ADDED, Event.REGISTER_RENAMED, Event.SECRET_REPLACED
    )
    return {"done": done} if done else False


async def answer_again(
    message: Message,
    done: AuditEntry,
    registers: Registers,
    questions: Questions,
    t: Localization,
) -> None:
    match done.event:
        case Event.REGISTER_RENAMED:
            screen = views.named(str(done.details["name"]), t)
        case Event.SECRET_REPLACED:
            screen = views.secret_replaced(str(done.details["register"]), t)
        case _:
            added = await registers.added_by(actor_of(message))
            if added is None:
                return await send(message, views.gone(t))
            name = NameQuestion(added.id)
            return await questions.send(message, name, lambda n: views.added(added, n, t))
    return await send(message, screen)
