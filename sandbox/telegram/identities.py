"""Accounts and chats by their ids and names; what is said and done in them is not here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class Account:
    """A person or a bot."""

    id: int
    first_name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False

    def account_json(self) -> Json:
        optional = {"username": self.username, "language_code": self.language}
        known = {key: value for key, value in optional.items() if value}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **known}


# Who speaks where Telegram names nobody: in groups, for the group itself.
ANONYMOUS = Account(1087968824, "Group", "GroupAnonymousBot", is_bot=True)


@dataclass(eq=False)
class ChatIdentity:
    """Which chat it is. `type` is private, group, supergroup or channel."""

    id: int
    type: str
    title: str
    username: str | None = None
    forum: bool = False

    def __repr__(self) -> str:
        return f"<{self.type} {self.title} {self.id}>"

    def as_json(self) -> Json:
        name = "first_name" if self.type == "private" else "title"
        known = {"username": self.username} if self.username else {}
        forum = {"is_forum": True} if self.forum else {}
        return {"id": self.id, "type": self.type, name: self.title, **known, **forum}
