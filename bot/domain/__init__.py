"""The terms of the product as values; imports only the standard library and has no side effects."""

from bot.domain.audit import COMMAND_LINE, THE_BOT, Actor, AuditEntry, Event, ViewCount
from bot.domain.changes import Change, Gap, PastReading
from bot.domain.links import LinkKind
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
    "Change",
    "Credentials",
    "Event",
    "Fact",
    "Failure",
    "Gap",
    "LinkKind",
    "Notification",
    "NotificationKind",
    "Outcome",
    "OwedMessage",
    "PastReading",
    "Problem",
    "ProblemKind",
    "Reading",
    "Register",
    "RegisterOutcome",
    "ViewCount",
]
