"""Groups, supergroups and channels, in the words that tests use; private chats are people's."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.telegram.chats import Chat, Topic
from sandbox.telegram.identities import ANONYMOUS, Account
from sandbox.telegram.messages import Message
from sandbox.telegram.updates import Update
from sandbox.telegram.world import World


class Room(Chat):
    """A chat of many. `status` is what the bot is in it, as in `Chat.bot`."""

    def __init__(
        self,
        world: World,
        type: str,
        title: str,
        status: str,
        members: Iterable[Account] = (),
        username: str | None = None,
        forum: bool = False,
    ) -> None:
        super().__init__(world.next_chat_id(type), type, title, username, forum, bot=status)
        self._world = world
        self.members = {account.id: account for account in members}
        world.add_chat(self)

    def topic(self, name: str) -> Topic:
        """Open a topic in a forum."""
        if not self.forum:
            raise ValueError(f"{self} is no forum")
        opened = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self._world.add(self, ANONYMOUS, service=opened)
        message.thread_id = message.id
        self.topics[message.id] = Topic(self, message.id, name)
        return self.topics[message.id]

    async def posts(self, text: str) -> Message:
        """A post in a channel; waits for the bot and returns its answer, LookupError if none."""
        reply = await self._reply_after(text)
        if reply is None:
            raise LookupError(f"the bot sent nothing after {text!r} in {self}")
        return reply

    async def posts_unanswered(self, text: str) -> None:
        """A post in a channel after which the bot sends nothing; AssertionError if it does."""
        reply = await self._reply_after(text)
        assert reply is None, f"{text!r} in {self} was answered with {reply}"

    def posted(self, text: str) -> Update:
        """A post in a channel, without waiting for the bot."""
        if self.type != "channel":
            raise ValueError(f"{self} is no channel")
        return self._world.post(self, None, text)

    async def _reply_after(self, text: str) -> Message | None:
        since = self._world.revision
        await self._world.updates.confirmed(self.posted(text))
        return self.newest(None, since)

    def migrate(self) -> Room:
        """Turn a group into a supergroup with a new id, and tell the bot in both."""
        new = Room(self._world, "supergroup", self.title, self.bot, self.members.values())
        new.admins = set(self.admins)
        for chat, name, other in ((self, "migrate_to", new), (new, "migrate_from", self)):
            message = self._world.add(chat, ANONYMOUS, service={f"{name}_chat_id": other.id})
            self._world.tell(chat, message, f"migration of {self}")
        self.migrated_to = new
        return new
