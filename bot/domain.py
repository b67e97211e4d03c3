"""The words of the product as values; imports the standard library only and does nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Credentials:
    """A register's login and secret, in clear; the secret never shows in a repr."""

    login: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Register:
    """A register of the merchant's, by the name it has in the bot.

    `secret_version` grows with every new secret, so that an answer to the old one is not reused.
    """

    id: int
    name: str
    secret_version: int = 1


@dataclass(frozen=True, slots=True)
class Balance:
    """One row of a register. `key` is CrystalPAY's internal name, `accuracy` its decimal digits."""

    key: str
    name: str
    amount: Decimal
    currency: str
    accuracy: int

    @property
    def is_empty(self) -> bool:
        return self.amount == 0


@dataclass(frozen=True, slots=True)
class Reading:
    """All balances of one register, in CrystalPAY's order, as it answered them at `as_of` (UTC)."""

    as_of: datetime
    balances: tuple[Balance, ...]

    def age(self) -> float:
        """Seconds since CrystalPAY answered."""
        return (datetime.now(UTC) - self.as_of).total_seconds()


class ProblemKind(StrEnum):
    """Why a register could not be read, by what its owner can do about it."""

    KEYS_REFUSED = "keys_refused"
    REFUSED = "refused"
    SLOW_DOWN = "slow_down"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    OUT_OF_ORDER = "out_of_order"
    UNREADABLE = "unreadable"
    SECRET_LOST = "secret_lost"  # noqa: S105 - the name of a problem, not a password
    KEY_UNREADABLE = "key_unreadable"


@dataclass(frozen=True, slots=True)
class Problem:
    """A failed try. `detail` is for people: CrystalPAY's words, a status, a field; no secret."""

    kind: ProblemKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A register that could not be read, with the last reading that is known of it."""

    problem: Problem
    last: Reading | None


Outcome = Reading | Failure
"""What a try to read a register came to. Expected failures are values, not exceptions."""


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """A register and what reading it came to."""

    register: Register
    outcome: Outcome

    @property
    def reading(self) -> Reading | None:
        """The newest reading that is known, be it of now or of before the failure."""
        return self.outcome.last if isinstance(self.outcome, Failure) else self.outcome

    @property
    def problem(self) -> Problem | None:
        return self.outcome.problem if isinstance(self.outcome, Failure) else None


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
class Looks:
    """How often a chat looked at balances on one day (UTC)."""

    day: date
    chat_id: int
    chat_title: str
    count: int


class NotificationKind(StrEnum):
    """What the bot says by itself. The values are kept in the database."""

    ACCESS_GIVEN = "access_given"
    ACCESS_DENIED = "access_denied"
    ACCESS_ENDED = "access_ended"
    ACCESS_OF_CHAT_ENDED = "access_of_chat_ended"
    ACCESS_REQUESTED = "access_requested"
    REQUEST_DECIDED = "request_decided"
    REQUEST_OVERTAKEN = "request_overtaken"
    REQUEST_EXPIRED = "request_expired"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REQUESTS_WAITING = "requests_waiting"
    INVITE_USED = "invite_used"
    BOT_ADDED = "bot_added"
    BOT_REMOVED = "bot_removed"


TO_ANY_CHAT = frozenset(
    {
        NotificationKind.ACCESS_GIVEN,
        NotificationKind.ACCESS_DENIED,
        NotificationKind.ACCESS_ENDED,
    }
)
"""What a chat is told of itself; everything else is for admins, as long as they are admins."""

Fact = str | int | None | Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Notification:
    """Something to tell a chat. `facts`: of JSON's kinds; put into words when it is sent."""

    kind: NotificationKind
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwedMessage:
    """A notification on its way to a chat. `message_id`: of the message that it is to replace.

    `revision` tells whether something else is to be said since it was taken; `attempts`: how
    often it was tried, this time included.
    """

    id: int
    revision: int
    chat_id: int
    thread_id: int | None
    message_id: int | None
    attempts: int
    notification: Notification
