"""What people do in chats, in the words that tests use; what the bot does is not here."""

from __future__ import annotations

from sandbox.telegram.chats import Chat, Topic
from sandbox.telegram.identities import Account
from sandbox.telegram.messages import Message
from sandbox.telegram.updates import Update
from sandbox.telegram.world import CallbackAnswer, Press, World


class User(Account):
    """A person with a private chat with the bot, `user.chat`."""

    def __init__(
        self, world: World, id: int, first_name: str, username: str | None, language: str | None
    ) -> None:
        super().__init__(id, first_name, username, language)
        self._world = world
        self.chat = Chat(id, "private", first_name, username, user=self)
        world.add_account(self)
        world.add_chat(self.chat)

    def posts(
        self,
        text: str,
        to: Chat | None = None,
        topic: Topic | None = None,
        reply_to: Message | None = None,
    ) -> Update:
        """Write a message, without waiting for the bot."""
        chat = topic.chat if topic else to or self.chat
        return self._world.post(chat, self, text, topic.thread_id if topic else None, reply_to)

    async def sends(
        self,
        text: str,
        to: Chat | None = None,
        topic: Topic | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Write a message and wait until the bot is done with it.

        Returns the bot's message in that chat and topic that was sent or edited since, the newest
        of them; LookupError if the bot sent nothing.
        """
        reply = await self.reply_after(text, to, topic, reply_to)
        if reply is None:
            raise LookupError(f"the bot sent nothing after {text!r} of {self.first_name}")
        return reply

    async def sends_unanswered(
        self,
        text: str,
        to: Chat | None = None,
        topic: Topic | None = None,
        reply_to: Message | None = None,
    ) -> None:
        """Write a message to which the bot sends nothing; AssertionError if it does."""
        reply = await self.reply_after(text, to, topic, reply_to)
        assert reply is None, f"{text!r} of {self.first_name} was answered with {reply}"

    async def reply_after(
        self,
        text: str,
        to: Chat | None = None,
        topic: Topic | None = None,
        reply_to: Message | None = None,
    ) -> Message | None:
        """Like `sends`, where the bot may stay silent: None then."""
        since = self._world.revision
        await self._world.updates.confirmed(self.posts(text, to, topic, reply_to))
        chat = topic.chat if topic else to or self.chat
        return chat.newest(topic.thread_id if topic else None, since)

    async def clicks(
        self, label: str, on: Message | None = None, to: Chat | None = None
    ) -> CallbackAnswer:
        """Press the one button whose label contains `label` and wait until the bot is done.

        Without `on`: the newest message with a keyboard in `to`, by default the private chat.
        Returns the toast or alert; LookupError when the press was not answered.
        """
        return await self._answer_to(self.pressed(label, on or _with_keyboard(to or self.chat)))

    async def presses_data(self, data: str, on: Message) -> CallbackAnswer:
        """Send callback data that no button has, as a tampered client could."""
        return await self._answer_to(self._world.press(self, on, data))

    def pressed(self, label: str, on: Message) -> Press:
        """Press a button without waiting for the bot."""
        button = on.button(label)
        if button.data is None:
            raise ValueError(f"{button} sends nothing to the bot")
        return self._world.press(self, on, button.data)

    def blocks_bot(self) -> Update:
        return self._world.bot_becomes(self.chat, "kicked", by=self)

    def unblocks_bot(self) -> Update:
        return self._world.bot_becomes(self.chat, "member", by=self)

    def speaks(self, language: str | None) -> None:
        """Change the language of this person's client."""
        self.language = language
        self._world.changed()

    async def _answer_to(self, press: Press) -> CallbackAnswer:
        await self._world.updates.confirmed(press.update)
        return press.answer


def _with_keyboard(chat: Chat) -> Message:
    found = [message for message in chat.screen if message.keyboard]
    if not found:
        raise LookupError(f"no message with a keyboard in {chat}")
    return found[-1]
