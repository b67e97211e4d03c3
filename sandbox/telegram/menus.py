"""The command menus that a bot has set, by scope and language; it runs no commands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sandbox.telegram.refusals import bad

Json = dict[str, Any]

SCOPES: Mapping[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
MAX_COMMANDS = 100


class Menus:
    def __init__(self) -> None:
        self._menus: dict[tuple[str, str], list[Json]] = {}

    def set(self, commands: list[Json], scope: Json | None, language: str) -> None:
        self._menus[_key(scope, language)] = _checked(commands)

    def get(self, scope: Json | str | None = None, language: str = "") -> list[Json]:
        given = {"type": scope} if isinstance(scope, str) else scope
        return list(self._menus.get(_key(given, language), []))

    def delete(self, scope: Json | None, language: str) -> None:
        self._menus.pop(_key(scope, language), None)

    def shown(self, chat_id: int, language: str) -> list[Json]:
        """The menu a client shows in a private chat: the nearest scope, its language first."""
        scopes: list[Json] = [
            {"type": "chat", "chat_id": chat_id},
            {"type": "all_private_chats"},
            {"type": "default"},
        ]
        keys = [_key(scope, code) for scope in scopes for code in (language, "")]
        return next((self._menus[key] for key in keys if key in self._menus), [])


def _key(scope: Json | None, language: str) -> tuple[str, str]:
    given = scope or {"type": "default"}
    kind = str(given.get("type"))
    if kind not in SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad("invalid language code specified")
    return json.dumps([kind, *(str(given.get(name)) for name in SCOPES[kind])]), language


def _checked(commands: list[Json]) -> list[Json]:
    if len(commands) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{key: command[key] for key in ("command", "description")} for command in commands]
