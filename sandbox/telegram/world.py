"""Everything the simulated Telegram knows and reports to the bot; it speaks no HTTP."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.chats import Chat
from sandbox.telegram.identities import Account
from sandbox.telegram.members import membership
from sandbox.telegram.menus import Menus
from sandbox.telegram.messages import Message, Upload
from sandbox.telegram.refusals import Refusal, bad
from sandbox.telegram.text import FormattedText, fixed
from sandbox.telegram.updates import Update, Updates

Json = dict[str, Any]

FIRST_USER, FIRST_GROUP, FIRST_SUPERGROUP = 5_000_000_001, 4_000_001, 1_002_000_000_001
ABSENCE_REASONS = {
    ("private", "kicked"): "bot was blocked by the user",
    ("private", "stranger"): "bot can't initiate conversation with a user",
    ("group", "kicked"): "bot was kicked from the group chat",
    ("group", "left"): "bot is not a member of the group chat",
    ("supergroup", "kicked"): "bot was kicked from the supergroup chat",
    ("supergroup", "left"): "bot is not a member of the supergroup chat",
    ("supergroup", "stranger"): "bot is not a member of the supergroup chat",
    ("channel", "kicked"): "bot was kicked from the channel chat",
    ("channel", "left"): "bot is not a member of the channel chat",
    ("channel", "stranger"): "bot is not a member of the channel chat",
}


@dataclass(frozen=True)
class CallbackAnswer:
    """The answer to a press: a toast, or an alert to be closed."""

    text: str
    alert: bool = False


@dataclass(eq=False)
class Press:
    """A press of a button; clients show only the first answer to it."""

    id: str
    update: Update
    answers: list[CallbackAnswer] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answer(self) -> CallbackAnswer:
        """LookupError if there is none (yet)."""
        if not self.answers:
            raise LookupError(f"the bot did not answer the {self.update.about}")
        return self.answers[0]


class World:
    """Accounts, chats and their messages, menus, presses and the queue of updates."""

    def __init__(self, bot: Account) -> None:
        self.bot = bot
        self.updates = Updates()
        self.menus = Menus()
        self.accounts: dict[int, Account] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.uploads: dict[str, Upload] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.revision = 0
        self.listeners: set[Callable[[], None]] = set()
        self._user_ids = itertools.count(FIRST_USER)
        self._group_ids = itertools.count(FIRST_GROUP)
        self._supergroup_ids = itertools.count(FIRST_SUPERGROUP)
        self._press_ids = itertools.count(4_382_000_000_000_001)
        # Private chats and basic groups share their message numbers, a supergroup has its own.
        self._shared_numbers = itertools.count(1)
        self._own_numbers: dict[int, itertools.count[int]] = {}

    def next_user_id(self) -> int:
        return next(self._user_ids)

    def next_chat_id(self, type: str) -> int:
        """An id for a new group, supergroup or channel; a private chat has its user's id."""
        return -next(self._group_ids if type == "group" else self._supergroup_ids)

    def add_account(self, account: Account) -> None:
        self.accounts[account.id] = account

    def add_chat(self, chat: Chat) -> None:
        self.chats[chat.id] = chat
        if chat.type in ("supergroup", "channel"):
            self._own_numbers[chat.id] = itertools.count(1)

    def changed(self, message: Message | None = None) -> None:
        self.revision += 1
        if message is not None:
            message.changed = self.revision
        for listener in list(self.listeners):
            listener()

    def add(self, chat: Chat, sender: Account | None, **content: Any) -> Message:
        numbers = self._own_numbers.get(chat.id, self._shared_numbers)
        message = Message(chat, next(numbers), sender, **content)
        message.from_bot = sender is self.bot
        if message.reply_to is None and message.thread_id is not None:
            # Telegram takes a message in a topic for a reply to the message that opened the topic.
            message.reply_to = chat.messages.get(message.thread_id)
        chat.messages[message.id] = message
        if message.from_bot:
            chat.typing_until = 0.0
        self.changed(message)
        return message

    def chat(self, reference: int | str) -> Chat:
        """The chat with an id or an @username that the bot may name; raises Refusal otherwise."""
        chat = self._find(reference)
        if chat is None or (chat.type == "group" and chat.bot == "stranger"):
            raise bad("chat not found")
        if chat.migrated_to is not None:
            raise Refusal(
                400,
                "group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to.id,
            )
        return chat

    def writable(self, reference: int | str) -> Chat:
        """The same, if the bot may act in it."""
        chat = self.chat(reference)
        reason = ABSENCE_REASONS.get((chat.type, chat.bot))
        if reason is not None:
            raise Refusal(403, reason)
        return chat

    def _find(self, reference: int | str) -> Chat | None:
        if isinstance(reference, int):
            return self.chats.get(reference)
        name = reference.removeprefix("@").lower()
        return next((c for c in self.chats.values() if (c.username or "").lower() == name), None)

    def post(
        self,
        chat: Chat,
        sender: Account | None,
        text: str,
        thread_id: int | None = None,
        reply_to: Message | None = None,
    ) -> Update:
        """Somebody writes; the bot gets an update if it may see the message."""
        if chat.type == "private" and chat.bot == "kicked":
            raise ValueError(f"{chat.title} has blocked the bot: unblock it first")
        if chat.type == "private":
            chat.bot = "member"
        if sender is not None:
            chat.members[sender.id] = sender
        body = fixed(text)
        message = self.add(chat, sender, body=body, thread_id=thread_id, reply_to=reply_to)
        return self.tell(chat, message, f"{text!r} in {chat}")

    def tell(self, chat: Chat, message: Message, about: str) -> Update:
        """Queue an update with a message of this chat, if the bot may see it."""
        kind = "channel_post" if chat.type == "channel" else "message"
        if not self._sees(chat, message):
            return Update(None, {kind: message.as_json()}, about)
        return self.updates.put(kind, message.as_json(), about)

    def _sees(self, chat: Chat, message: Message) -> bool:
        """Privacy mode: in groups only commands, replies to the bot and service messages."""
        if chat.bot not in ("member", "administrator"):
            return False
        if chat.type in ("private", "channel") or chat.bot == "administrator" or message.service:
            return True
        to_bot = message.reply_to is not None and message.reply_to.from_bot
        return to_bot or self._is_command_for_bot(message.body)

    def _is_command_for_bot(self, body: FormattedText) -> bool:
        command = re.match(r"/\w+(?:@(\w+))?", body.text)
        if command is None:
            return False
        name = command[1]
        return name is None or name.lower() == (self.bot.username or "").lower()

    def press(self, sender: Account, message: Message, data: str) -> Press:
        identifier = str(next(self._press_ids))
        body = {
            "id": identifier,
            "from": sender.account_json(),
            "message": message.reference_json(),
            "chat_instance": str(-message.chat.id * 7919),
            "data": data,
        }
        update = self.updates.put("callback_query", body, f"press of {data!r} on {message}")
        self.presses[identifier] = Press(identifier, update)
        return self.presses[identifier]

    def bot_becomes(self, chat: Chat, status: str, by: Account) -> Update:
        """The bot is added, promoted, removed or blocked, and gets an update about it."""
        old, chat.bot = chat.bot, status
        body = {
            "chat": chat.as_json(),
            "from": by.account_json(),
            "date": int(time.time()),
            "old_chat_member": membership(self.bot, old),
            "new_chat_member": membership(self.bot, status),
        }
        self.changed()
        return self.updates.put("my_chat_member", body, f"bot becomes {status} in {chat}")
