"""Answers a message again that was acted on already: Telegram delivers it twice after a kill."""

from typing import Any

from aiogram import Router
from aiogram.types import Message

from bot.domain.audit import AuditEntry, Event
from bot.services.audit import Audit
from bot.services.registers import Registers
from bot.services.viewers import Viewer
from bot.telegram.features.registers import outcome_view, question_view
from bot.telegram.features.registers.questions import NameQuestion
from bot.telegram.filters import in_private, is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.questions import Questions
from bot.telegram.ui.screen import Screen, send
from bot.translations import Localization


def register(router: Router) -> None:
    """Must come before the handlers that take the message for an answer to a question."""
    router.message.register(repeat_outcome, in_private, is_admin_chat, is_redelivered)


async def is_redelivered(message: Message, audit: Audit) -> bool | dict[str, Any]:
    """Gives the handler `earlier`: what this very message did before."""
    earlier = await audit.done_by(
        actor_of(message), Event.REGISTER_ADDED, Event.REGISTER_RENAMED, Event.SECRET_REPLACED
    )
    return {"earlier": earlier} if earlier else False


async def repeat_outcome(
    message: Message,
    earlier: AuditEntry,
    viewer: Viewer,
    registers: Registers,
    questions: Questions,
    t: Localization,
) -> None:
    if earlier.event is not Event.REGISTER_ADDED:
        return await send(message, _outcome(earlier, viewer, t))
    added = await registers.added_by(actor_of(message))
    if added is None:
        return await send(message, outcome_view.register_removed(t))
    question = NameQuestion(added.id)
    return await questions.send(message, question, lambda n: question_view.added(added, n, t))


def _outcome(earlier: AuditEntry, viewer: Viewer, t: Localization) -> Screen:
    renamed = earlier.event is Event.REGISTER_RENAMED
    name = str(earlier.details["name" if renamed else "register"])
    register = viewer.register_named(name)
    render = outcome_view.name_saved if renamed else outcome_view.secret_replaced
    return render(name, register.id if register else None, viewer, t)
