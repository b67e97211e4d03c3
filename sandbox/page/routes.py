"""The chat page's routes; it knows about the bot only what the Bot API shows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.crystalpay import CrystalPaySandbox
from sandbox.faults import MAX_WAIT_SECONDS
from sandbox.page.fault_choices import FAULTS, NO_FAULT
from sandbox.page.message_json import message_json
from sandbox.telegram.people import User
from sandbox.telegram.pictures import picture_type
from sandbox.telegram.server import TelegramSandbox

Json = dict[str, Any]

STATIC = Path(__file__).parent / "static"
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
BINARY = "application/octet-stream"
KEEP_ALIVE_SECONDS = 15
LANGUAGES = ("en", "ru")
PAYMENT_METHOD, PAYMENT_AMOUNT = "USDTTRC", "25.5"


class ChatPage:
    """Mount it with `telegram.mount(page)` before the start; it is served at `/`.

    `users`: whom a visitor can write as, at first the first. `registers`: a label for each login.
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
        self._faults = dict.fromkeys(registers, NO_FAULT)

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/", _file(STATIC / "index.html"))
        for path in [*STATIC.glob("*.js"), *STATIC.glob("*.css")]:
            app.router.add_get(f"/page/{path.name}", _file(path))
        app.router.add_get("/page/events", self._events)
        app.router.add_get("/page/files/{id}", self._sent_file)
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
        """Returns when the bot has answered the press; empty if it takes too long."""
        user = self._user(asked)
        message = user.chat.messages[int(asked["message"])]
        press = self._telegram.world.press(user, message, str(asked["data"]))
        try:
            async with asyncio.timeout(MAX_WAIT_SECONDS):
                await press.answered.wait()
        except TimeoutError:
            return {}
        return {"text": press.answer.text, "alert": press.answer.alert}

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
        balance = self._crystalpay.receive(self._login(asked), PAYMENT_METHOD, PAYMENT_AMOUNT)
        return {"payment": f"{PAYMENT_AMOUNT} {balance.name}"}

    def _user(self, asked: Json) -> User:
        return self._users[int(asked["user"])]

    def _login(self, asked: Json) -> str:
        login = str(asked["login"])
        if login not in self._registers:
            raise KeyError(login)
        return login

    async def _sent_file(self, request: web.Request) -> web.StreamResponse:
        """What the bot sent: a picture to be shown, anything else only to be saved."""
        upload = self._telegram.world.uploads.get(request.match_info["id"])
        if upload is None:
            raise web.HTTPNotFound
        is_picture = upload.kind == "photo"
        headers = {
            "Content-Type": picture_type(upload.content) if is_picture else BINARY,
            "Content-Disposition": "inline" if is_picture else "attachment",
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
        }
        return web.Response(body=upload.content, headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events: what the user sees, at once and after every change."""
        requested = request.query.get("user", "")
        first = next(iter(self._users.values()))
        user = self._users.get(int(requested), first) if requested.isdecimal() else first
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        changed = asyncio.Event()
        self._telegram.world.listeners.add(changed.set)
        try:
            await self._write_states(response, user, changed)
        finally:
            self._telegram.world.listeners.discard(changed.set)
        return response

    async def _write_states(
        self, response: web.StreamResponse, user: User, changed: asyncio.Event
    ) -> None:
        while not self._telegram.closing.is_set():
            changed.clear()
            await response.write(f"data: {json.dumps(self._state(user))}\n\n".encode())
            # A state is written again after a while: that notices a reader who has left.
            with suppress(TimeoutError):
                async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                    await changed.wait()

    def _state(self, user: User) -> Json:
        menu = self._telegram.world.menus.shown(user.id, user.language or "")
        return {
            "bot": {"name": self._telegram.bot.first_name, "username": self._telegram.bot.username},
            "me": user.id,
            "language": user.language if user.language in LANGUAGES else LANGUAGES[0],
            "users": [{"id": u.id, "name": u.first_name} for u in self._users.values()],
            "messages": [message_json(message) for message in user.chat.screen],
            "menu": menu,
            "typing": user.chat.typing_left,
            "action": user.chat.action,
            "faults": list(FAULTS),
            "registers": [
                {"login": login, "label": label, "fault": self._faults[login]}
                for login, label in self._registers.items()
            ],
        }


def _file(path: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        return web.FileResponse(path, headers=headers)

    return serve


def _json_route(
    act: Callable[[Json], Awaitable[Json]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        # Another origin cannot send this type without a preflight, which fails here.
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            return web.json_response(await act(await request.json()))
        except (KeyError, ValueError, TypeError):
            raise web.HTTPBadRequest from None

    return serve
