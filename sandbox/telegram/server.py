"""The simulated Telegram's Bot API over HTTP, and what tests use it by; it never goes online."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from types import TracebackType
from typing import Any, Protocol, Self

from aiohttp import web

from sandbox.faults import MAX_WAIT_SECONDS, Fault, Faults, Hold
from sandbox.loopback import Loopback
from sandbox.telegram.arguments import Arguments, read_arguments
from sandbox.telegram.calls import Call
from sandbox.telegram.chats import Chat
from sandbox.telegram.identities import Account
from sandbox.telegram.methods import METHODS
from sandbox.telegram.people import User
from sandbox.telegram.refusals import Refusal
from sandbox.telegram.rooms import Room
from sandbox.telegram.updates import Update
from sandbox.telegram.world import World

Json = dict[str, Any]
Admins = Iterable[Account]

TOKEN = "123456789:TEST-token-of-the-sandbox-opens-nothing"  # noqa: S105 - it opens nothing
BOT = Account(123456789, "CrystalPAY balances", "crystalpay_sandbox_bot", is_bot=True)
MAX_REQUEST_BYTES = 64 * 1024**2


class Page(Protocol):
    """Something more to serve beside the Bot API."""

    def mount(self, app: web.Application) -> None: ...


class TelegramSandbox:
    """`async with TelegramSandbox() as telegram:` serves the Bot API at `telegram.url`."""

    def __init__(self, port: int = 0, token: str = TOKEN, page: Page | None = None) -> None:
        self._app = web.Application(client_max_size=MAX_REQUEST_BYTES)
        self._app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._server = Loopback(self._app, port)
        self._faults = Faults(self._server.closing)
        self.token = token
        self.bot = Account(int(token.partition(":")[0]), BOT.first_name, BOT.username, is_bot=True)
        self.world = World(self.bot)
        self.calls: list[Call] = []
        self.unknown_tags: frozenset[str] = frozenset()
        if page is not None:
            self.mount(page)

    def mount(self, page: Page) -> None:
        """Serve a page too; only before the start."""
        page.mount(self._app)

    async def __aenter__(self) -> Self:
        await self._server.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        # Wakes whoever waits for a change, so that the wait ends.
        self.world.changed()
        await self._server.close()

    @property
    def url(self) -> str:
        return self._server.origin

    @property
    def closing(self) -> asyncio.Event:
        """Set when the server begins to close: open connections end then."""
        return self._server.closing

    def user(
        self,
        first_name: str,
        language: str | None = "en",
        username: str | None = None,
        id: int | None = None,
    ) -> User:
        """A new person, who starts the bot with the first message."""
        return User(self.world, id or self.world.next_user_id(), first_name, username, language)

    def group(
        self, title: str, bot_member: bool = True, bot_admin: bool = False, admins: Admins = ()
    ) -> Room:
        return self._room("group", title, bot_member, bot_admin, admins)

    def supergroup(
        self,
        title: str,
        forum: bool = False,
        bot_member: bool = True,
        bot_admin: bool = False,
        admins: Admins = (),
    ) -> Room:
        return self._room("supergroup", title, bot_member, bot_admin, admins, forum=forum)

    def channel(self, title: str, bot_member: bool = True, username: str | None = None) -> Room:
        """A channel; a bot in it is always one of its administrators."""
        return self._room("channel", title, bot_member, True, username=username)

    def _room(
        self, type: str, title: str, member: bool, admin: bool, admins: Admins = (), **details: Any
    ) -> Room:
        status = ("administrator" if admin else "member") if member else "stranger"
        room = Room(self.world, type, title, status, admins, **details)
        room.admins = set(room.members)
        return room

    def chat(self, id: int) -> Chat:
        return self.world.chats[id]

    def adds_bot(self, chat: Chat, by: Account, admin: bool = False) -> Update:
        return self.world.bot_becomes(chat, "administrator" if admin else "member", by)

    def removes_bot(self, chat: Chat, by: Account | None = None) -> Update:
        remover = by or next(iter(chat.members.values()), self.user("Owner"))
        return self.world.bot_becomes(chat, "kicked", remover)

    def migrate(self, group: Room) -> Room:
        """Turn a group into a supergroup with a new id, and tell the bot in both."""
        return group.migrate()

    def commands(self, scope: str | Json = "default", language: str = "") -> list[Json]:
        """The command menu that was set for a scope (its type, or all of it) and a language."""
        return self.world.menus.get(scope, language)

    def older_than_times(self) -> None:
        """Become a server older than Bot API 9.5, which refuses <tg-time>."""
        self.unknown_tags = frozenset({"tg-time"})

    def when_idle(self, idle: Callable[[], Awaitable[None]] | None) -> None:
        """Make waiting for an answer last until `idle` returns: the bot has finished then."""
        self.world.updates.idle = idle

    async def confirmed(self, update: Update, within: float = MAX_WAIT_SECONDS) -> None:
        """Wait until the bot is done with this update."""
        await self.world.updates.confirmed(update, within)

    async def polled(self) -> None:
        """Return when a bot waits for updates; TimeoutError after 30 s."""
        async with asyncio.timeout(MAX_WAIT_SECONDS):
            await self.world.updates.polled.wait()

    async def settled(self, within: float = MAX_WAIT_SECONDS) -> None:
        """Wait until the bot is done with everything that has happened so far."""
        for update in self.world.updates.pending:
            await self.confirmed(update, within)
        async with asyncio.timeout(within):
            await self.world.updates.bot_idle()

    async def shows(self, shown: Callable[[], Any], within: float = MAX_WAIT_SECONDS) -> None:
        """Wait until `shown()` is true; TimeoutError if that takes too long."""
        changed = asyncio.Event()
        self.world.listeners.add(changed.set)
        try:
            async with asyncio.timeout(within):
                while not shown():
                    await changed.wait()
                    changed.clear()
        finally:
            self.world.listeners.remove(changed.set)

    def expire_presses(self) -> None:
        """Make the presses so far too old to be answered."""
        self.world.presses.clear()

    def fault(self, fault: Fault, method: str | None = None) -> None:
        """Make calls of one method, or all, fail with `fault`, until `heal`."""
        self._faults.set(fault, method and method.lower())

    def heal(self, method: str | None = None) -> None:
        self._faults.heal(method and method.lower())

    def hold(self, method: str | None = None) -> Hold:
        """Keep calls waiting: `await hold.arrived(1)`, then `hold.release()`."""
        return self._faults.hold(method and method.lower())

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], {}, {})
        try:
            given = replace(await read_arguments(request), unknown_tags=self.unknown_tags)
            call.params, call.files = given.values, given.files
            self.calls.append(call)
            wrong = await self._faults.apply(call.method.lower(), request)
            if wrong is not None:
                call.ok, call.status = False, wrong.status
                return wrong
            result = await self._result(request.match_info["token"], call.method, given)
            await self._faults.lose_answer(call.method.lower(), request)
        except Refusal as refusal:
            call.ok, call.status = False, refusal.code
            call.description = refusal.description
            return web.json_response(refusal.as_json(), status=refusal.code)
        call.ok, call.status = True, 200
        return web.json_response({"ok": True, "result": result})

    async def _result(self, token: str, method: str, given: Arguments) -> Any:
        if token != self.token:
            raise Refusal(401)
        if method.lower() not in METHODS:
            raise Refusal(404)
        result = METHODS[method.lower()](self.world, given)
        return await result if inspect.isawaitable(result) else result
