"""Makes the file that was asked for in a chat and sends it there; it decides no rights."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiogram.exceptions import AiogramError, TelegramEntityTooLarge
from aiogram.types import CallbackQuery, Message

from bot.exports.file import ExportFailed, TooLarge
from bot.services.audit import Audit
from bot.services.exports import Exports, ExportScope
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.export import view
from bot.telegram.features.export.callbacks import ExportPress
from bot.telegram.features.export.scope import command, file_name, scope_of
from bot.telegram.identities import actor_of
from bot.telegram.ui.asked_registers import asked_for
from bot.telegram.ui.html import escape
from bot.telegram.ui.no_access import no_access_screen
from bot.telegram.ui.screen import MAX_DOCUMENT_BYTES, Screen, edit, replace, send_document
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Exports that are made at the same time; others wait. Each takes a large part of a core."""


@dataclass(frozen=True, slots=True)
class ExportLimits:
    """`rows`: so many changes never take longer than an update may wait for its answer.

    `progress_after`, `progress_every`: seconds until a chat sees how far it is, and between two
    looks at it.
    """

    bytes: int = MAX_DOCUMENT_BYTES
    rows: int = 500_000
    progress_after: float = 1.0
    progress_every: float = 2.0


class ExportMaker:
    """One export a chat at a time. A press that a kill cuts short is taken up by the next start."""

    def __init__(
        self, exports: Exports, viewers: Viewers, audit: Audit, limits: ExportLimits | None = None
    ) -> None:
        self._exports = exports
        self._viewers = viewers
        self._audit = audit
        self._limits = limits or ExportLimits()
        self._running: set[int] = set()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def make(
        self, query: CallbackQuery, press: ExportPress, viewer: Viewer, t: Localization
    ) -> None:
        """The file below, and in the message of the button what came of it."""
        registers = asked_for(press.register_id, viewer)
        if not registers or not isinstance(query.message, Message):
            return await toast(query, out_of_date(t))
        if viewer.chat_id in self._running:
            return await toast(query, view.already_running(t))
        self._running.add(viewer.chat_id)
        try:
            await toast(query)
            scope = scope_of(press, registers, t.timezone)
            async with self._room:
                note = await self._outcome(query, press, scope, t)
        finally:
            self._running.discard(viewer.chat_id)
        return await self._show(query, press, note, t)

    async def _outcome(
        self, query: CallbackQuery, press: ExportPress, scope: ExportScope, t: Localization
    ) -> str:
        """What to say of it, as HTML."""
        changes = None if press.daily else await self._exports.count(scope)
        if changes == 0:
            return view.nothing_changed(press.daily, t)
        try:
            if changes and changes > self._limits.rows:
                raise TooLarge
            return await self._send(query, press, scope, t)
        except (TooLarge, TelegramEntityTooLarge):
            return view.too_large(command(press, scope.registers), t)
        except ExportFailed as error:
            log.warning("An export was not made: %s", error)
            return view.not_written(t)

    async def _send(
        self, query: CallbackQuery, press: ExportPress, scope: ExportScope, t: Localization
    ) -> str:
        assert isinstance(query.message, Message)
        name = file_name(press, scope)
        with self._exports.temporary.opened() as folder:
            path = folder / f"export.{press.file}"
            async with self._progress(query, press, scope, t) as on_progress:
                rows = await self._exports.write(
                    path,
                    scope,
                    press.file,
                    max_bytes=self._limits.bytes,
                    on_progress=on_progress,
                )
            if not rows:
                return view.nothing_changed(press.daily, t)
            now = await self._viewers.get(query.message.chat.id)
            if not all(now.register_with(each.id) for each in scope.registers):
                return escape(out_of_date(t))
            await send_document(query.message, path, name, view.caption(press, scope, rows, t))
        self._audit.count_view(query.message.chat.id)
        return view.sent(rows, t)

    async def _show(
        self, query: CallbackQuery, press: ExportPress, note: str, t: Localization
    ) -> None:
        """The choice again, by what the chat may see now."""
        assert query.bot
        assert query.message
        now = await self._viewers.get(query.message.chat.id)
        if now.allowed:
            screen = view.choice(press, now.registers, t.timezone, t, note)
            await replace(query.bot, query, screen)
        else:
            await replace(query.bot, query, no_access_screen(now.chat_id, t))
            await self._audit.record_attempt(actor_of(query), now.chat_id)

    @asynccontextmanager
    async def _progress(
        self, query: CallbackQuery, press: ExportPress, scope: ExportScope, t: Localization
    ) -> AsyncIterator[Callable[[int], None]]:
        """Gives a function that is told how many rows there are; the chat sees it now and then."""
        done, stop = 0, asyncio.Event()

        def on_progress(rows: int) -> None:
            nonlocal done
            done = rows

        choice = view.choice(press, scope.registers, scope.zone, t)
        showing = asyncio.create_task(
            self._show_progress(query, lambda: view.progress(choice, done, t), stop)
        )
        try:
            yield on_progress
        finally:
            stop.set()
            await asyncio.wait({showing})  # an edit under way must not overtake the last one

    async def _show_progress(
        self, query: CallbackQuery, screen: Callable[[], Screen], stop: asyncio.Event
    ) -> None:
        assert query.bot
        assert query.message
        pause = self._limits.progress_after
        while not await _is_set_within(stop, pause):
            with suppress(AiogramError):  # it only tells how far it is
                await edit(query.bot, query.message.chat.id, query.message.message_id, screen())
            pause = self._limits.progress_every


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()
