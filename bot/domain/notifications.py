"""Messages that the bot sends without being asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class NotificationKind(StrEnum):
    """What a notification is about. The values are stored in the database."""

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
"""Tell a chat about itself. All other kinds are for admins, and only while they are admins."""

Fact = str | int | None | Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Notification:
    """Something to tell a chat. `facts` fit into JSON; they are put into words when it is sent."""

    kind: NotificationKind
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwedMessage:
    """A notification on its way to a chat. `message_id`: the message to edit; None: send a new one.

    `revision` has changed in the database if the text was revised after this was read;
    `attempts`: how often sending was tried, this time included.
    """

    id: int
    revision: int
    chat_id: int
    thread_id: int | None
    message_id: int | None
    attempts: int
    notification: Notification
