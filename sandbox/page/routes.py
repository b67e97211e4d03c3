"""The chat page's routes; it knows of the bot only what the Bot API shows of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.crystalpay import CrystalPaySandbox
from sandbox.crystalpay.answers import TOO_MANY, WRONG_KEYS
from sandbox.faults import MAX_WAIT_SECONDS, Fault
from sandbox.telegram.messages import Button, Message
from sandbox.telegram.people import User
from sandbox.telegram.server import TelegramSandbox

Json = dict[str, Any]

HERE = Path(__file__).parent
ASSETS = {"/": "index.html"} | {
    f"/page/{name}": name for name in ("page.css", "page.js", "formatting.js", "words.js")
}
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
KEEP_ALIVE = 15
LANGUAGES = ("en", "ru")
PAYMENT = ("USDTTRC", "25.5")
BROKEN = (
    "<br />\n<b>Fatal error</b>:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused"
    " in /var/www/v3/index.php:42\n"
)


def _refusal(words: str, status: int = 200) -> Fault:
    return Fault(status=status, body=json.dumps({"error": True, "errors": [words]}))


FAULTS: Mapping[str, Fault | None] = {
    "works": None,
    "keys": _refusal(WRONG_KEYS),
    "slow": _refusal(TOO_MANY.format(limit=5), status=429),
    "gateway": Fault(status=502),
    "broken": Fault(body=BROKEN),
    "silent": Fault(silence=True),
    "dropped": Fault(drop=True),
}


class ChatPage:
    """Mount it with `telegram.mount(page)` before the start; it is served at `/`.

    `users`: who may be spoken as, the first at first. `registers`: a label for each login.
    """

    def __init__(
        self,
        telegram: TelegramSandbox,
        crystalpay: CrystalPaySandbox,
        users: Sequence[User],
        registers: Mapping[str, str],
    ) -> None:
        self._telegram = telegram
        self._crystalpay = crystalpay
        self._users = {user.id: user for user in users}
        self._registers = dict(registers)
        self._faults = dict.fromkeys(registers, "works")

    def mount(self, app: web.Application) -> None:
        for path, name in ASSETS.items():
            app.router.add_get(path, _asset(name))
        app.router.add_get("/page/events", self._events)
        for name, act in self._acts.items():
            app.router.add_post(f"/page/{name}", _json_route(act))

    @property
    def _acts(self) -> Mapping[str, Callable[[Json], Awaitable[Json]]]:
        return {
            "say": self._say,
            "press": self._press,
            "language": self._language,
            "fault": self._fault,
            "payment": self._payment,
        }

    async def _say(self, asked: Json) -> Json:
        self._user(asked).posts(str(asked["text"]))
        return {}

    async def _press(self, asked: Json) -> Json:
        """Answers when the bot has answered the press; empty when it has not in time."""
        user = self._user(asked)
        message = user.chat.messages[int(asked["message"])]
        press = self._telegram.world.press(user, message, str(asked["data"]))
        try:
            async with asyncio.timeout(MAX_WAIT_SECONDS):
                await press.answered.wait()
        except TimeoutError:
            return {}
        answer = press.answer
        return {"text": answer.text, "alert": answer.alert} if answer else {}

    async def _language(self, asked: Json) -> Json:
        if asked["language"] not in LANGUAGES:
            raise KeyError(asked["language"])
        self._user(asked).speaks(asked["language"])
        return {}

    async def _fault(self, asked: Json) -> Json:
        login, name = self._login(asked), asked["fault"]
        fault = FAULTS[name]
        self._faults[login] = name
        if fault is None:
            self._crystalpay.heal(login)
        else:
            self._crystalpay.fault(fault, login)
        self._telegram.world.changed()
        return {}

    async def _payment(self, asked: Json) -> Json:
        self._crystalpay.receive(self._login(asked), *PAYMENT)
        return {}

    def _user(self, asked: Json) -> User:
        return self._users[int(asked["user"])]

    def _login(self, asked: Json) -> str:
        login = str(asked["login"])
        if login not in self._registers:
            raise KeyError(login)
        return login

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events: what the user sees, at first and after every change."""
        wanted = request.query.get("user", "")
        first = next(iter(self._users.values()))
        user = self._users.get(int(wanted), first) if wanted.isdecimal() else first
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        changed = asyncio.Event()
        self._telegram.world.listeners.add(changed.set)
        try:
            await self._tell(response, user, changed)
        finally:
            self._telegram.world.listeners.discard(changed.set)
        return response

    async def _tell(self, response: web.StreamResponse, user: User, changed: asyncio.Event) -> None:
        while not self._telegram.closing.is_set():
            changed.clear()
            await response.write(f"data: {json.dumps(self._seen_by(user))}\n\n".encode())
            # Written again after a while, a state finds out a reader who has gone.
            with suppress(TimeoutError):
                async with asyncio.timeout(KEEP_ALIVE):
                    await changed.wait()

    def _seen_by(self, user: User) -> Json:
        menu = self._telegram.world.menus.shown(user.id, user.language or "")
        return {
            "bot": {"name": self._telegram.bot.first_name, "username": self._telegram.bot.username},
            "me": user.id,
            "language": user.language if user.language in LANGUAGES else LANGUAGES[0],
            "users": [{"id": u.id, "name": u.first_name} for u in self._users.values()],
            "messages": [self._drawn(message) for message in user.chat.screen],
            "menu": menu,
            "typing": user.chat.typing_left,
            "faults": list(FAULTS),
            "registers": [
                {"login": login, "label": label, "fault": self._faults[login]}
                for login, label in self._registers.items()
            ],
        }

    def _drawn(self, message: Message) -> Json:
        return {
            "id": message.id,
            "revision": message.changed,
            "from_bot": message.from_bot,
            "text": message.text,
            "entities": list(message.entities),
            "keyboard": [[_drawn_button(button) for button in row] for row in message.keyboard],
            "date": message.date,
            "edited": message.edited,
            "file": message.upload.name if message.upload else None,
        }


def _drawn_button(button: Button) -> Json:
    known = {
        "data": button.data,
        "url": button.url,
        "copy": button.copy,
        "style": button.style,
    }
    return {"label": button.label} | {name: value for name, value in known.items() if value}


def _asset(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        return web.FileResponse(HERE / name, headers=headers)

    return serve


def _json_route(
    act: Callable[[Json], Awaitable[Json]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        # A page of another origin cannot send this type without being asked first.
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            return web.json_response(await act(await request.json()))
        except (KeyError, ValueError, TypeError):
            raise web.HTTPBadRequest from None

    return serve
