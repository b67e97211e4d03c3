"""A Telegram on this machine: a Bot API as strict as the real one, and people to write to it."""

from sandbox.telegram.calls import Call
from sandbox.telegram.chats import Chat, Topic
from sandbox.telegram.identities import Account
from sandbox.telegram.messages import Button, Message
from sandbox.telegram.people import User
from sandbox.telegram.refusals import blocked, flood
from sandbox.telegram.server import TelegramSandbox
from sandbox.telegram.updates import NotConfirmedError, Update
from sandbox.telegram.world import CallbackAnswer

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
