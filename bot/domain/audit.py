"""Who did what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a Telegram user by id and present name; nobody in Telegram has None.

    `request`: the message or press by which it is asked for, which Telegram may deliver twice:
    what it asks for is done once.
    """

    user_id: int | None
    name: str
    request: str | None = field(default=None, compare=False)


COMMAND_LINE = Actor(None, "command line")

THE_BOT = Actor(None, "bot")
"""For what happens by itself, like a grant that ends."""


EVERY_REGISTER = "*"
"""How the trail writes «all registers»."""


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
    """One line of the audit trail, `at` in UTC. `details` holds names, never a secret or amount.

    `chat_id`: where it happened, or the chat or user it is about; `chat_title` as it is now.
    """

    at: datetime
    event: Event
    actor: Actor
    chat_id: int | None
    chat_title: str
    details: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class ViewCount:
    """How often a chat looked at balances on one day (UTC)."""

    day: date
    chat_id: int
    chat_title: str
    count: int
