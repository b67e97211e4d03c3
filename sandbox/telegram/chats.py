"""A chat and what is in it, as its readers see it; it talks to nobody."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.telegram.messages import ANONYMOUS, Account, Message
from sandbox.telegram.updates import Update

if TYPE_CHECKING:
    from sandbox.telegram.world import World

Json = dict[str, Any]


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
    def last(self) -> Message | None:
        return self.chat.newest(self.thread_id)


@dataclass(eq=False)
class Chat:
    """`type` is private, group, supergroup or channel. `bot` says what the bot is in it:
    member, administrator, left, kicked (private: blocked), or stranger (it never was there)."""

    world: World
    id: int
    type: str
    title: str
    username: str | None = None
    user: Account | None = None
    forum: bool = False
    bot: str = "stranger"
    admins: set[int] = field(default_factory=set)
    members: dict[int, Account] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: Message | None = None
    migrated_to: Chat | None = None
    typing_until: float = 0.0  # monotonic

    def __repr__(self) -> str:
        return f"<{self.type} {self.title} {self.id}>"

    def as_json(self) -> Json:
        name = "first_name" if self.type == "private" else "title"
        known = {"username": self.username} if self.username else {}
        forum = {"is_forum": True} if self.forum else {}
        return {"id": self.id, "type": self.type, name: self.title, **known, **forum}

    @property
    def screen(self) -> list[Message]:
        """What a reader of the whole chat sees: no deleted and no service messages."""
        return [m for m in self.messages.values() if not m.deleted and not m.service]

    @property
    def last(self) -> Message | None:
        """The newest message of the bot."""
        mine = [message for message in self.screen if self.world.is_mine(message)]
        return mine[-1] if mine else None

    @property
    def typing_left(self) -> float:
        """Seconds for which the chat shows that the bot is typing."""
        return max(0.0, self.typing_until - time.monotonic())

    def shown(self, thread_id: int | None) -> list[Message]:
        """What a reader of one topic sees; None is the chat without topics, or «General»."""
        return [message for message in self.screen if message.thread_id == thread_id]

    def newest(self, thread_id: int | None, since: int = -1) -> Message | None:
        """The bot's message in this thread that changed last, and after revision `since`."""
        mine = [
            message
            for message in self.shown(thread_id)
            if self.world.is_mine(message) and message.changed > since
        ]
        return max(mine, key=lambda message: message.changed, default=None)

    def topic(self, name: str) -> Topic:
        """Open a topic in a forum."""
        if not self.forum:
            raise ValueError(f"{self} is no forum")
        opened = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.world.add(self, ANONYMOUS, service=opened)
        message.thread_id = message.id
        self.topics[message.id] = Topic(self, message.id, name)
        return self.topics[message.id]

    async def posts(self, text: str) -> Message | None:
        """A post in a channel; waits for the bot and returns its answer, if there is one."""
        since = self.world.revision
        await self.world.updates.confirmed(self.posted(text))
        return self.newest(None, since)

    def posted(self, text: str) -> Update:
        """A post in a channel, without waiting for the bot."""
        if self.type != "channel":
            raise ValueError(f"{self} is no channel")
        return self.world.post(self, None, text)
