"""The text of a message, and whether it is a command; pure."""

import re

from aiogram.types import Message

_COMMAND = re.compile(r"/\w{1,32}(@\w+)?(\s|$)", re.ASCII)


def text_of(message: Message) -> str:
    return message.text or message.caption or ""


def is_command(text: str) -> bool:
    """Whether Telegram would treat it as a command; a secret may begin with a slash too."""
    return bool(_COMMAND.match(text))
