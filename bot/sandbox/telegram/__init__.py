"""A Telegram on this machine: a Bot API as strict as the real one, and people to write to it."""

from bot.sandbox.telegram.chats import Chat, Topic
from bot.sandbox.telegram.messages import Account, Button, Message
from bot.sandbox.telegram.people import User
from bot.sandbox.telegram.refusals import blocked, flood
from bot.sandbox.telegram.server import Call, TelegramSandbox
from bot.sandbox.telegram.updates import NotConfirmedError, Update
from bot.sandbox.telegram.world import CallbackAnswer

__all__ = [
    "Account",
    "Button",
    "Call",
    "CallbackAnswer",
    "Chat",
    "Message",
    "NotConfirmedError",
    "TelegramSandbox",
    "Topic",
    "Update",
    "User",
    "blocked",
    "flood",
]
