"""The parameters of a request in any of the four encodings; it acts on none of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.telegram.html_mode import parse_html
from sandbox.telegram.html_tags import InvalidHtml
from sandbox.telegram.refusals import Refusal, bad
from sandbox.telegram.text import FormattedText, fixed, units

Json = dict[str, Any]

# Parameters that the Bot API takes as text: they stay text even if they look like JSON.
TEXT_PARAMETERS = frozenset(
    (
        *("text", "caption", "parse_mode", "callback_query_id", "inline_message_id", "action"),
        *("url", "secret_token", "description", "short_description", "language_code"),
        *("document", "photo"),
    )
)
TRUE = ("true", "yes", "1")


@dataclass(frozen=True)
class SentFile:
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Arguments:
    """The values by name, decoded to native JSON values, and the uploaded files by part name.

    `unknown_tags`: HTML tags that an older server does not know.
    """

    values: Json
    files: Mapping[str, SentFile] = field(default_factory=dict)
    unknown_tags: Collection[str] = ()

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int) -> int:
        value = self.optional(name)
        return default if value is None else value

    def optional(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise bad(f'field "{name}" must be a Number')
        try:
            return int(value)
        except ValueError:
            raise bad(f'field "{name}" must be a Number') from None

    def required(self, name: str, missing: str) -> int:
        value = self.optional(name)
        if not value:
            raise bad(missing)
        return value

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in TRUE

    def object(self, name: str) -> Json | None:
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, dict):
            raise bad(f"can't parse {name}: object expected")
        return value

    def array(self, name: str) -> list[Any] | None:
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, list):
            raise bad(f"can't parse {name}: expected an Array")
        return value

    def chat_reference(self) -> int | str:
        value = self.values.get("chat_id")
        if value in (None, ""):
            raise bad("chat_id is empty")
        if isinstance(value, str) and value.startswith("@"):
            return value
        return self.required("chat_id", "chat not found")

    def formatted(self, name: str, limit: int, empty: str, too_long: str) -> FormattedText:
        """The text `name` parsed by `parse_mode`, trimmed, and not longer than `limit`."""
        entities = self.array("entities" if name == "text" else f"{name}_entities") or []
        source = self.text(name)
        if self.text("parse_mode"):
            source, entities = self._parsed(source)
        body = fixed(source, entities)
        if empty and not body.text:
            raise bad(empty)
        if units(body.text) > limit:
            raise bad(too_long)
        return body

    def _parsed(self, source: str) -> tuple[str, list[Json]]:
        mode = self.text("parse_mode").lower()
        if mode in ("markdown", "markdownv2"):
            raise bad("can't parse entities: the sandbox knows no parse mode but HTML")
        if mode != "html":
            raise bad("unsupported parse_mode")
        try:
            return parse_html(source, self.unknown_tags)
        except InvalidHtml as error:
            raise bad(f"can't parse entities: {error}") from None


async def read_arguments(request: web.Request) -> Arguments:
    """Query string and body together; the body may be JSON, urlencoded or multipart."""
    values: Json = {name: _decoded(name, text) for name, text in request.query.items()}
    files: dict[str, SentFile] = {}
    try:
        if request.content_type == "application/json":
            return Arguments(values | _json_object(await request.read()))
        body = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413) from None
    for name, value in body.items():
        if isinstance(value, str):
            values[name] = _decoded(name, value)
        elif isinstance(value, web.FileField):
            with value.file as file:
                files[name] = SentFile(value.filename, value.content_type, file.read())
        else:
            files[name] = SentFile(name, "application/octet-stream", bytes(value))
    return Arguments(values, files)


def _decoded(name: str, text: str) -> Any:
    if name in TEXT_PARAMETERS:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _json_object(raw: bytes) -> Json:
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad("can't parse JSON object")
    # Even in a JSON body an object may come as a string of JSON.
    inner = [name for name, value in body.items() if str(value)[:1] in "[{" and value]
    return body | {n: _decoded(n, body[n]) for n in inner if isinstance(body[n], str)}
