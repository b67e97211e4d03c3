"""Messages as the page's scripts draw them, not as the Bot API writes them."""

from __future__ import annotations

from typing import Any

from sandbox.telegram.messages import Button, Message, Upload
from sandbox.telegram.pictures import picture_size

Json = dict[str, Any]


def message_json(message: Message) -> Json:
    return {
        "id": message.id,
        "revision": message.changed,
        "from_bot": message.from_bot,
        "text": message.text,
        "entities": list(message.entities),
        "keyboard": [[_button_json(button) for button in row] for row in message.keyboard],
        "date": message.date,
        "edited": message.edited,
        **_file_json(message.upload),
    }


def _file_json(upload: Upload | None) -> Json:
    if upload is None:
        return {}
    url = f"/page/files/{upload.id}"
    if upload.kind == "photo":
        width, height = picture_size(upload.content)
        return {"picture": {"url": url, "width": width, "height": height}}
    return {"file": {"url": url, "name": upload.name, "size": len(upload.content)}}


def _button_json(button: Button) -> Json:
    optional = {
        "data": button.data,
        "url": button.url,
        "copy": button.copy,
        "style": button.style,
    }
    return {"label": button.label} | {name: value for name, value in optional.items() if value}
