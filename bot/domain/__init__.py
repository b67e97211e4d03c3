"""The words of the product as values; imports the standard library only and does nothing."""

from bot.domain.audit import COMMAND_LINE, THE_BOT, Actor, AuditEntry, Event, ViewCount
from bot.domain.notifications import TO_ANY_CHAT, Fact, Notification, NotificationKind, OwedMessage
from bot.domain.readings import (
    Balance,
    Failure,
    Outcome,
    Problem,
    ProblemKind,
    Reading,
    RegisterOutcome,
)
from bot.domain.registers import Credentials, Register

__all__ = [
    "COMMAND_LINE",
    "THE_BOT",
    "TO_ANY_CHAT",
    "Actor",
    "AuditEntry",
    "Balance",
    "Credentials",
    "Event",
    "Fact",
    "Failure",
    "Notification",
    "NotificationKind",
    "Outcome",
    "OwedMessage",
    "Problem",
    "ProblemKind",
    "Reading",
    "Register",
    "RegisterOutcome",
    "ViewCount",
]
