"""As much of the Bot API as a balance bot uses; notes when each message and edit comes in."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from bench.servers.http import Reply, Request, listen

TOKEN = "42:TOKEN-OF-A-BENCHMARK-THAT-OPENS-NOTHING"  # noqa: S105 - nobody else takes it
BOT = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
MAX_UPDATES = 100
OK = b'{"ok":true,"result":true}'

_TAGS = re.compile(r"<(b|code)>(.*?)</\1>")
_TAG = re.compile(r"<[^>]*>")

Noted = Callable[[str, int, float], None]
"""Told of every sendMessage and editMessageText: method, chat id, time.monotonic()."""


@dataclass(slots=True)
class _Poll:
    offset: int | None
    limit: int
    reply: Reply
    gives_up: asyncio.TimerHandle


@dataclass(slots=True)
class Chat:
    """What stands in a chat now: the bot's last message."""

    id: int
    message_id: int = 0
    text: str = ""
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)

    def describe(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": f"Chat {self.id}"}

    def person(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": f"Chat {self.id}",
            "language_code": "en",
        }

    def shown(self) -> dict[str, Any]:
        """The message as Telegram would hand it out: plain text, entities, buttons."""
        return {
            "message_id": self.message_id,
            "from": BOT,
            "chat": self.describe(),
            "date": 1_800_000_000,
            "text": _TAG.sub("", self.text),
            "entities": _entities(self.text),
            "reply_markup": {"inline_keyboard": self.buttons},
        }


def _entities(html: str) -> list[dict[str, Any]]:
    names = {"b": "bold", "code": "code"}
    return [
        {
            "type": names[tag[1]],
            "offset": len(_TAG.sub("", html[: tag.start()])),
            "length": len(tag[2]),
        }
        for tag in _TAGS.finditer(html)
    ]


class Telegram:
    """Hands out updates in order, again and again until a later offset confirms them."""

    def __init__(self) -> None:
        self.url = ""
        self.noted: Noted = lambda method, chat_id, when: None
        self._poll: _Poll | None = None
        self.forget()

    async def __aenter__(self) -> Self:
        self._server, self.url = await listen(self._answer)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    def forget(self) -> None:
        """A new world for the next bot."""
        if self._poll is not None:
            self._poll.gives_up.cancel()
        self.first_poll: asyncio.Future[float] | None = None
        self._parked = asyncio.Event()
        self._poll = None
        self._updates: dict[int, bytes] = {}
        self._next_update = 1
        self._next_message = 1
        self._chats: dict[int, Chat] = {}

    async def polled(self) -> float:
        """When the bot asked for updates for the first time, on the monotonic clock."""
        if self.first_poll is None:
            self.first_poll = asyncio.get_running_loop().create_future()
        return await self.first_poll

    async def quiet(self) -> None:
        """The bot has confirmed everything and waits for more.

        A bot may confirm what it has not answered: who measures waits for the answer itself.
        """
        await self._parked.wait()

    def chat(self, chat_id: int) -> Chat:
        return self._chats.setdefault(chat_id, Chat(chat_id))

    def sends(self, text: str, *chat_ids: int) -> float:
        """All of these chats write at this moment, which is returned."""
        for chat_id in chat_ids:
            self._add("message", self._message(self.chat(chat_id), text))
        return self._hand_out()

    def presses(self, label: str, chat_id: int) -> float:
        """The button that has the label in it is pressed, under the bot's last message."""
        chat = self.chat(chat_id)
        data = next(
            button["callback_data"]
            for row in chat.buttons
            for button in row
            if label in button["text"]
        )
        query = {"id": str(self._next_update), "from": chat.person(), "message": chat.shown()}
        self._add("callback_query", {**query, "chat_instance": "1", "data": data})
        return self._hand_out()

    def _message(self, chat: Chat, text: str) -> dict[str, Any]:
        self._next_message += 1
        command = {"type": "bot_command", "offset": 0, "length": len(text)}
        return {
            "message_id": self._next_message,
            "from": chat.person(),
            "chat": chat.describe(),
            "date": 1_800_000_000,
            "text": text,
            "entities": [command],
        }

    def _add(self, kind: str, content: dict[str, Any]) -> None:
        number = self._next_update
        self._next_update += 1
        self._updates[number] = json.dumps({"update_id": number, kind: content}).encode()

    def _hand_out(self) -> float:
        """Answer the waiting poll, if there is something for it; the moment before that."""
        now = time.monotonic()
        poll = self._poll
        if poll is None:
            return now
        # a bot without an offset has confirmed nothing: it is given everything
        wanted = [raw for number, raw in self._updates.items() if number >= (poll.offset or 0)]
        if wanted:
            self._end_poll(wanted[: poll.limit])
        return now

    def _end_poll(self, updates: list[bytes]) -> None:
        poll, self._poll = self._poll, None
        assert poll is not None
        self._parked.clear()
        poll.gives_up.cancel()
        try:
            poll.reply(b'{"ok":true,"result":[' + b",".join(updates) + b"]}")
        except ConnectionError:
            pass  # that bot has ended

    def _answer(self, request: Request, reply: Reply) -> None:
        method = request.path.partition("?")[0].rsplit("/", 1)[-1].lower()
        match method:
            case "getupdates":
                self._park(request.params(), reply)
            case "sendmessage" | "editmessagetext":
                self._write(method, request, reply)
            case "getme":
                reply(_result({**BOT, "can_join_groups": True}))
            case "getwebhookinfo":
                reply(_result({"url": "", "has_custom_certificate": False}))
            case _:
                reply(OK)

    def _park(self, params: dict[str, Any], reply: Reply) -> None:
        if self.first_poll is None:
            self.first_poll = asyncio.get_running_loop().create_future()
        if not self.first_poll.done():
            self.first_poll.set_result(time.monotonic())
        offset = int(params["offset"]) if params.get("offset") else None
        for number in [number for number in self._updates if number < (offset or 0)]:
            del self._updates[number]
        timeout = float(params.get("timeout") or 0)
        if self._poll is not None:
            self._end_poll([])  # one poll at a time; the older one is let go
        gives_up = asyncio.get_running_loop().call_later(timeout, self._end_poll, [])
        limit = min(int(params.get("limit") or MAX_UPDATES), MAX_UPDATES)
        self._poll = _Poll(offset, limit, reply, gives_up)
        self._hand_out()
        if self._poll is not None and not self._updates:
            self._parked.set()

    def _write(self, method: str, request: Request, reply: Reply) -> None:
        when = time.monotonic()
        params = request.params()
        chat = self.chat(int(params["chat_id"]))
        chat.text = params["text"]
        chat.buttons = _buttons(params.get("reply_markup"))
        if method == "sendmessage":
            self._next_message += 1
            chat.message_id = self._next_message
        reply(_result(chat.shown()))
        self.noted(method, chat.id, when)


def _buttons(markup: Any) -> list[list[dict[str, Any]]]:
    if not markup:
        return []
    keyboard = json.loads(markup) if isinstance(markup, str) else markup
    rows: list[list[dict[str, Any]]] = keyboard["inline_keyboard"]
    return rows


def _result(value: dict[str, Any]) -> bytes:
    return b'{"ok":true,"result":' + json.dumps(value).encode() + b"}"
