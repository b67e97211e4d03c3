"""What the bot tells chats by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


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
