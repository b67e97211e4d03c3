"""Puts the Telegram side together and runs it from the first request to the last."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import fields
from datetime import tzinfo
from typing import Any, TypeVar

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Update

from bot.background import Supervisor
from bot.background.reports import Reports
from bot.heartbeat import Heartbeat
from bot.services.core import Core
from bot.status import StatusFile
from bot.storage import DatabaseError
from bot.telegram import handlers
from bot.telegram.calls import Edit, Send, Toast
from bot.telegram.dialogues import Dialogues
from bot.telegram.flood import Flood, Limits, StrangersFlood, Window
from bot.telegram.jobs import end_grants, keep_bounds, keep_menus
from bot.telegram.menu import set_common_menu
from bot.telegram.middlewares import KnowTheViewer, OnlyForUs
from bot.telegram.mishaps import apologise
from bot.telegram.notifications import Notifications
from bot.telegram.outbox_sender import OutboxSender
from bot.telegram.pace import Pace
from bot.telegram.patience import Patience, until_answered
from bot.telegram.plain_times import PlainTimes
from bot.telegram.polling import FINISHING, Poller, TokenRefused
from bot.telegram.questions import Questions, TakeAnswer
from bot.telegram.session import TwoPools
from bot.telegram.turns import Turns
from bot.translations import Languages

__all__ = ["TokenRefused", "build_dispatcher", "open_bot", "serve"]

log = logging.getLogger(__name__)

T = TypeVar("T")


def open_bot(token: str, api_url: str) -> Bot:
    """The connection to Telegram; close its `session` in the end. Nothing is asked yet."""
    session = TwoPools(TelegramAPIServer.from_base(api_url.rstrip("/")))
    session.middleware(PlainTimes())
    session.middleware(Patience())
    return Bot(token, session=session)


def build_dispatcher(
    bot: Bot, core: Core, languages: Languages, timezone: tzinfo, limits: Limits
) -> Dispatcher:
    """Handlers, middlewares, and what handlers may ask for by name."""
    dialogues = Dialogues()
    questions = Questions(bot, dialogues, core.access, languages)
    dispatcher = Dispatcher(
        disable_fsm=True,
        **{field.name: getattr(core, field.name) for field in fields(core)},
        dialogues=dialogues,
        languages=languages,
        questions=questions,
        timezone=timezone,
        turns=Turns(),
    )
    for events in (dispatcher.message, dispatcher.channel_post):
        events.outer_middleware(OnlyForUs())
    dispatcher.message.outer_middleware(TakeAnswer(dialogues, questions, languages))
    # One of each for all kinds of events: messages and presses are counted together.
    told = Window(1)
    passed = (
        Flood(limits.user, limits.chat, languages, told),
        KnowTheViewer(core.access, core.outbox, languages),
        StrangersFlood(limits.stranger, limits.stranger, languages, told),
    )
    for events in (dispatcher.message, dispatcher.channel_post, dispatcher.callback_query):
        for middleware in passed:
            events.outer_middleware(middleware)
    handlers.register(dispatcher)
    dispatcher.errors.register(apologise)
    return dispatcher


async def serve(
    bot: Bot,
    dispatcher: Dispatcher,
    core: Core,
    stop: asyncio.Event,
    signs: tuple[Heartbeat, StatusFile],
    announce: Callable[[str], None] = print,
    begun: Callable[[Callable[[], Awaitable[None]]], None] | None = None,
) -> None:
    """Answer updates until `stop` is set, then finish what is in flight.

    A bot without any admin announces a link that makes one. `begun` is given what returns when
    the bot has nothing in hand. Raises one of `TokenRefused` when Telegram does not know the token.
    """
    me = await _unless_stopped(until_answered(bot.me, "who the bot is"), stop)
    if me is None:
        return
    log.info("Answering as @%s", me.username)
    heartbeat, status = signs
    heartbeat.beat()
    if claim := await core.admins.new_claim():
        announce(
            "This bot has no admin yet. Whoever opens this link within 15 minutes is the first:\n"
            f"https://t.me/{me.username}?start=claim-{claim}"
        )
    pace = Pace()
    bot.session.middleware(pace)  # after the one that repeats: every try counts
    notifications = Notifications(core.access, dispatcher["languages"], dispatcher["timezone"])
    sender = OutboxSender(bot, core.outbox, core.access, notifications, pace)
    poller = Poller(
        bot,
        lambda update: dispatcher.feed_update(bot, update),
        dispatcher.resolve_used_update_types(),
        core.kept_updates,
        heartbeat,
    )
    if begun:
        begun(lambda: _idle(poller, sender))
    supervisor = _supervised(bot, dispatcher, core, poller, sender, status)
    try:
        await _unless_stopped(poller.run(), stop)
    finally:
        dispatcher["dialogues"].close_all()
        await asyncio.gather(supervisor.stop(FINISHING), poller.finish())


async def _idle(poller: Poller, sender: OutboxSender) -> None:
    """Return when the bot has nothing in hand and owes nothing."""
    await poller.idle()
    await sender.idle()


def _supervised(
    bot: Bot,
    dispatcher: Dispatcher,
    core: Core,
    poller: Poller,
    sender: OutboxSender,
    status: StatusFile,
) -> Supervisor:
    """Everything that runs beside the answers."""
    supervisor = Supervisor(expected=(DatabaseError,))
    reports = Reports(status, poller.oldest_wait, supervisor.failing, core.database_probe.trouble)
    languages = dispatcher["languages"]
    supervisor.start("menus", lambda: _after_the_start(bot, core, languages))
    supervisor.start("ends of grants", lambda: end_grants(core))
    supervisor.start("bounds", lambda: keep_bounds(core))
    supervisor.start("outbox", sender.run)
    supervisor.start("status", reports.run)
    return supervisor


async def _unless_stopped(asking: Coroutine[Any, Any, T], stop: asyncio.Event) -> T | None:
    """The answer; None when the bot shall end before there is one."""
    asked, stopping = asyncio.create_task(asking), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({asked, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return asked.result() if asked.done() else None
    finally:
        asked.cancel()
        stopping.cancel()
        await asyncio.wait({asked, stopping})


async def _after_the_start(bot: Bot, core: Core, languages: Languages) -> None:
    """What need not delay the first update: models that any answer takes, and the menus."""
    for model in (Update, Send, Edit, Toast):
        model.model_rebuild()
        await asyncio.sleep(0)
    try:
        await until_answered(lambda: set_common_menu(bot, languages), "setMyCommands")
    except TelegramAPIError as error:
        log.warning("The command menu could not be set: %s", error.message)
    await keep_menus(bot, core, languages)
