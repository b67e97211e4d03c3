"""Messages and their buttons as a chat holds them and as the Bot API writes them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.identities import Account, ChatIdentity
from sandbox.telegram.pictures import picture_size
from sandbox.telegram.text import FormattedText

Json = dict[str, Any]
EMPTY = FormattedText("")


@dataclass(frozen=True)
class Button:
    """An inline button; exactly one of `data`, `url`, `copy` or another action is there."""

    label: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    style: str | None = None


@dataclass(frozen=True)
class Upload:
    """A file in memory, sent by the bot; `kind`: photo or document."""

    id: str
    name: str
    mime: str
    content: bytes
    kind: str

    @property
    def shown(self) -> tuple[str, str, bytes]:
        """What a reader can tell apart: a photo has no name."""
        return self.kind, "" if self.kind == "photo" else self.name, self.content

    def as_json(self) -> Json:
        """By the name of the field of a message."""
        file: Json = {
            "file_id": self.id,
            "file_unique_id": self.id[-8:],
            "file_size": len(self.content),
        }
        if self.kind == "photo":
            width, height = picture_size(self.content)
            return {"photo": [file | {"width": width, "height": height}]}
        return {"document": file | {"file_name": self.name, "mime_type": self.mime}}


@dataclass(eq=False)
class Message:
    """A message of a chat. It is the message itself, not a copy: it changes when it is edited."""

    chat: ChatIdentity
    id: int
    sender: Account | None
    body: FormattedText = EMPTY
    markup: Json | None = None
    thread_id: int | None = None
    reply_to: Message | None = None
    upload: Upload | None = None
    service: Json = field(default_factory=dict)
    from_bot: bool = False
    edited: bool = False
    deleted: bool = False
    changed: int = 0
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None

    def __repr__(self) -> str:
        sender = self.sender.first_name if self.sender else self.chat.title
        return f"<message {self.id} of {sender}: {self.text!r} {self.labels}>"

    @property
    def text(self) -> str:
        """The plain text (or caption) as it is read on the screen."""
        return self.body.text

    @property
    def photo(self) -> bytes | None:
        return self.upload.content if self.upload and self.upload.kind == "photo" else None

    @property
    def document(self) -> tuple[str, bytes] | None:
        """Its name and its content."""
        if self.upload is None or self.upload.kind != "document":
            return None
        return self.upload.name, self.upload.content

    @property
    def html(self) -> str:
        return self.body.html

    @property
    def entities(self) -> tuple[Json, ...]:
        return self.body.entities

    @property
    def keyboard(self) -> list[list[Button]]:
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[_button(raw) for raw in row] for row in rows]

    @property
    def labels(self) -> list[list[str]]:
        return [[button.label for button in row] for row in self.keyboard]

    def button(self, label: str) -> Button:
        """The one button whose label contains `label`; LookupError names them all otherwise."""
        found = [button for row in self.keyboard for button in row if label in button.label]
        if len(found) != 1:
            raise LookupError(f"{len(found)} buttons match {label!r}, labels: {self.labels}")
        return found[0]

    def as_json(self, with_reply: bool = True) -> Json:
        return {
            "message_id": self.id,
            **self._sender_json(),
            "chat": self.chat.as_json(),
            "date": self.date,
            **({"edit_date": self.edit_date} if self.edit_date else {}),
            **self._thread_json(),
            **(self._reply_json() if with_reply else {}),
            **self._content_json(),
            **self.service,
            **({"reply_markup": self.markup} if self.markup else {}),
        }

    def reference_json(self) -> Json:
        """The message in a press: all of it, or that it is no longer accessible."""
        if self.deleted:
            return {"chat": self.chat.as_json(), "message_id": self.id, "date": 0}
        return self.as_json()

    def _sender_json(self) -> Json:
        if self.sender is None or self.chat.type == "channel":
            return {"sender_chat": self.chat.as_json()}
        return {"from": self.sender.account_json()}

    def _thread_json(self) -> Json:
        if self.thread_id is None:
            return {}
        return {"message_thread_id": self.thread_id, "is_topic_message": True}

    def _reply_json(self) -> Json:
        if self.reply_to is None:
            return {}
        return {"reply_to_message": self.reply_to.as_json(with_reply=False)}

    def _content_json(self) -> Json:
        if self.upload is None:
            name, entities = "text", "entities"
        else:
            name, entities = "caption", "caption_entities"
        written: Json = {name: self.body.text} if self.body.text else {}
        marks = {entities: list(self.body.entities)} if self.body.entities else {}
        return {**written, **marks, **(self.upload.as_json() if self.upload else {})}


def _button(raw: Json) -> Button:
    return Button(
        label=raw["text"],
        data=raw.get("callback_data"),
        url=raw.get("url"),
        copy=raw.get("copy_text", {}).get("text"),
        style=raw.get("style"),
    )
