"""The audit trail: who did what, and how often chats viewed balances."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a Telegram user by id and current name, or (id None) somebody else.

    `request` identifies the message or button press that asks for it. Telegram may deliver the
    same one twice; what it asks for is done once.
    """

    user_id: int | None
    name: str
    request: str | None = field(default=None, compare=False)


COMMAND_LINE = Actor(None, "command line")

THE_BOT = Actor(None, "bot")
"""The actor of what happens by itself, like the end of a grant."""

EVERY_REGISTER = "*"
"""Stands for all registers in the details of an entry; no register may have this name."""


class Event(StrEnum):
    """What the audit trail records."""

    ADMIN_CLAIMED = "admin_claimed"
    ADMIN_ADDED = "admin_added"
    ADMIN_REMOVED = "admin_removed"
    REGISTER_ADDED = "register_added"
    REGISTER_RENAMED = "register_renamed"
    REGISTER_REMOVED = "register_removed"
    SECRET_REPLACED = "secret_replaced"  # noqa: S105 - the name of an event, not a password
    KEY_ROTATED = "key_rotated"
    KEY_SHOWN = "key_shown"
    BACKUP_MADE = "backup_made"
    BACKUP_RESTORED = "backup_restored"
    ACCESS_REQUESTED = "access_requested"
    REQUEST_DENIED = "request_denied"
    REQUEST_DENIED_FOR_GOOD = "request_denied_for_good"
    GRANTED = "granted"
    GRANT_TAKEN = "grant_taken"
    GRANT_ENDED = "grant_ended"
    INVITE_MADE = "invite_made"
    INVITE_USED = "invite_used"
    CLAIM_LINK_MADE = "claim_link_made"
    ADMIN_LINK_MADE = "admin_link_made"
    LINK_REVOKED = "link_revoked"
    REQUEST_EXPIRED = "request_expired"
    BOT_ADDED = "bot_added"
    BOT_REMOVED = "bot_removed"
    CHAT_MOVED = "chat_moved"
    ATTEMPT_DENIED = "attempt_denied"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of the audit trail. `details` holds names, never a secret or an amount.

    `at`: in UTC; `chat_id`: where it happened, or the chat or user that it is about;
    `chat_title`: the current one, empty if unknown.
    """

    at: datetime
    event: Event
    actor: Actor
    chat_id: int | None
    chat_title: str
    details: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class ViewCount:
    """How often a chat viewed balances on one day (in UTC)."""

    day: date
    chat_id: int
    chat_title: str
    count: int
