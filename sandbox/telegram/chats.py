"""A chat and what is in it, as its readers see it; it talks to nobody."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from sandbox.telegram.identities import Account, ChatIdentity
from sandbox.telegram.messages import Message


@dataclass(frozen=True)
class Topic:
    """A topic of a forum; its id is the id of the message that opened it."""

    chat: Chat
    thread_id: int
    name: str

    @property
    def screen(self) -> list[Message]:
        return self.chat.shown(self.thread_id)

    @property
    def last(self) -> Message:
        """The bot's message that changed last; LookupError if it never wrote here."""
        return _there(self.last_if_any, self)

    @property
    def last_if_any(self) -> Message | None:
        return self.chat.newest(self.thread_id)


@dataclass(eq=False, repr=False)
class Chat(ChatIdentity):
    """A chat with its contents. `bot` says what the bot is in it: member, administrator, left,
    kicked (private: blocked), or stranger (it never was there)."""

    user: Account | None = None
    bot: str = "stranger"
    admins: set[int] = field(default_factory=set)
    members: dict[int, Account] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: Message | None = None
    migrated_to: Chat | None = None
    action: str = "typing"
    typing_until: float = 0.0  # monotonic

    @property
    def screen(self) -> list[Message]:
        """What a reader of the whole chat sees: no deleted and no service messages."""
        return [m for m in self.messages.values() if not m.deleted and not m.service]

    @property
    def last(self) -> Message:
        """The newest message of the bot; LookupError if it never wrote here."""
        return _there(self.last_if_any, self)

    @property
    def last_if_any(self) -> Message | None:
        from_bot = [message for message in self.screen if message.from_bot]
        return from_bot[-1] if from_bot else None

    @property
    def typing_left(self) -> float:
        """Seconds for which the chat shows that the bot is typing, or doing another `action`."""
        return max(0.0, self.typing_until - time.monotonic())

    def shown(self, thread_id: int | None) -> list[Message]:
        """What a reader of one topic sees; None is the chat without topics, or “General”."""
        return [message for message in self.screen if message.thread_id == thread_id]

    def newest(self, thread_id: int | None, since: int = -1) -> Message | None:
        """The bot's message in this thread that changed last, and after revision `since`."""
        changed = [
            message
            for message in self.shown(thread_id)
            if message.from_bot and message.changed > since
        ]
        return max(changed, key=lambda message: message.changed, default=None)


def _there(message: Message | None, place: Chat | Topic) -> Message:
    if message is None:
        raise LookupError(f"no message of the bot in {place}")
    return message
