"""Builds the dispatcher, and runs the Telegram side from the first request to the last."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import fields
from typing import Any, TypeVar

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Update

from bot.background import Supervisor
from bot.background.grants import announce_ended_grants
from bot.background.reports import Reports
from bot.background.retention import apply_retention
from bot.background.watcher import Watcher
from bot.heartbeat import Heartbeat
from bot.services import Services
from bot.status import StatusFile
from bot.storage import DatabaseError
from bot.telegram import features
from bot.telegram.command_menus import set_common_menu, sync_menus
from bot.telegram.errors import handle_error
from bot.telegram.features.balance.screens import BalanceScreens
from bot.telegram.features.export.making import ExportMaker
from bot.telegram.features.history.answers import HistoryAnswers
from bot.telegram.features.history.screens import HistoryScreens
from bot.telegram.features.registers.outcome_view import question_expired
from bot.telegram.features.total.screens import TotalScreens
from bot.telegram.middlewares.addressed import AddressedToBot
from bot.telegram.middlewares.pending_answer import PendingAnswerMiddleware
from bot.telegram.middlewares.rate_limit import (
    Limits,
    RateLimitMiddleware,
    SlidingWindow,
    StrangerRateLimitMiddleware,
)
from bot.telegram.middlewares.viewer import ViewerMiddleware
from bot.telegram.notifications import Notifications
from bot.telegram.outbox_sender import OutboxSender
from bot.telegram.transport.methods import AnswerCallback, EditText, SendMessage
from bot.telegram.transport.plain_times import PlainTimes
from bot.telegram.transport.polling import FINISH_TIMEOUT, Poller, TokenRefused
from bot.telegram.transport.retry import RetryMiddleware, until_answered
from bot.telegram.transport.send_limits import SendLimits
from bot.telegram.transport.session import TwoPools
from bot.telegram.ui.latest_press import LatestPress
from bot.telegram.ui.pending_questions import PendingQuestions
from bot.telegram.ui.questions import Questions
from bot.translations import Languages

__all__ = ["TokenRefused", "build_dispatcher", "open_bot", "serve"]

log = logging.getLogger(__name__)

T = TypeVar("T")


def open_bot(token: str, api_url: str) -> Bot:
    """The connection to Telegram, not opened yet; the caller closes its `session`."""
    session = TwoPools(TelegramAPIServer.from_base(api_url.rstrip("/")))
    session.middleware(PlainTimes())
    session.middleware(RetryMiddleware())
    return Bot(token, session=session)


def build_dispatcher(
    bot: Bot, services: Services, languages: Languages, limits: Limits
) -> Dispatcher:
    """Handlers, middlewares, and what handlers may ask for by name."""
    questions = Questions(
        bot, PendingQuestions(), services.viewers, languages, expired=question_expired
    )
    latest_press = LatestPress[CallbackData]()
    dispatcher = Dispatcher(
        disable_fsm=True,
        **{field.name: getattr(services, field.name) for field in fields(services)},
        languages=languages,
        questions=questions,
        balance_screens=BalanceScreens(services.viewer_readings, services.audit, latest_press),
        total_screens=TotalScreens(services.viewer_readings, services.audit, latest_press),
        export_maker=ExportMaker(services.exports, services.viewers, services.audit),
        history_answers=_history_answers(services, latest_press),
    )
    for events in (dispatcher.message, dispatcher.channel_post):
        events.outer_middleware(AddressedToBot())
    dispatcher.message.outer_middleware(PendingAnswerMiddleware(questions, languages))
    # The same for all kinds of events: messages and presses are counted together.
    notified = SlidingWindow(1)
    middlewares = (
        RateLimitMiddleware(limits.user, limits.chat, languages, notified),
        ViewerMiddleware(services.viewers, services.chat_profiles, services.outbox, languages),
        StrangerRateLimitMiddleware(limits.stranger, limits.stranger, languages, notified),
    )
    for events in (dispatcher.message, dispatcher.channel_post, dispatcher.callback_query):
        for middleware in middlewares:
            events.outer_middleware(middleware)
    features.register(dispatcher)
    dispatcher.errors.register(handle_error)
    return dispatcher


def _history_answers(services: Services, latest_press: LatestPress[CallbackData]) -> HistoryAnswers:
    screens = HistoryScreens(services.history, services.balance_series)
    readings, viewers = services.viewer_readings, services.viewers
    return HistoryAnswers(screens, readings, viewers, services.audit, latest_press)


async def serve(
    bot: Bot,
    dispatcher: Dispatcher,
    services: Services,
    stop: asyncio.Event,
    signs: tuple[Heartbeat, StatusFile],
    announce: Callable[[str], None] = print,
    on_ready: Callable[[Callable[[], Awaitable[None]]], None] | None = None,
) -> None:
    """Answer updates until `stop` is set, then finish what is in flight.

    A bot without any admin announces a link that makes one. `on_ready` is given a function that
    waits until the bot is idle. Raises one of `TokenRefused` when Telegram does not know the token.
    """
    me = await _unless_stopped(until_answered(bot.me, "who the bot is"), stop)
    if me is None:
        return
    log.info("Answering as @%s", me.username)
    heartbeat, status = signs
    heartbeat.beat()
    await _announce_claim(services, me.username or "", announce)
    send_limits = SendLimits()
    bot.session.middleware(send_limits)  # after the retries: every attempt counts
    notifications = Notifications(services.viewers, services.access, dispatcher["languages"])
    sender = OutboxSender(bot, services.outbox, services.membership, notifications, send_limits)
    poller = Poller(
        bot,
        lambda update: dispatcher.feed_update(bot, update),
        dispatcher.resolve_used_update_types(),
        services.update_inbox,
        heartbeat,
    )
    if on_ready:
        on_ready(lambda: _idle(poller, sender))
    supervisor = _supervised(bot, dispatcher, services, poller, sender, status)
    try:
        await _unless_stopped(poller.run(), stop)
    finally:
        dispatcher["questions"].pending.close_all()
        await asyncio.gather(supervisor.stop(FINISH_TIMEOUT), poller.finish())


async def _announce_claim(
    services: Services, username: str, announce: Callable[[str], None]
) -> None:
    if claim := await services.admins.new_claim():
        announce(
            "This bot has no admin yet. "
            "Whoever opens this link within 15 minutes becomes the first admin:\n"
            f"https://t.me/{username}?start=claim-{claim}\n"
            "For a new link, run: crystalpay-bot claim"
        )


async def _idle(poller: Poller, sender: OutboxSender) -> None:
    """Return when no update is being answered and no message is owed."""
    await poller.idle()
    await sender.idle()


def _supervised(
    bot: Bot,
    dispatcher: Dispatcher,
    services: Services,
    poller: Poller,
    sender: OutboxSender,
    status: StatusFile,
) -> Supervisor:
    """Starts everything that runs in the background."""
    supervisor = Supervisor(expected=(DatabaseError,))
    reports = Reports(
        status, poller.oldest_wait, supervisor.failing, services.database_health.diagnose
    )
    languages = dispatcher["languages"]
    supervisor.start("menus", lambda: _after_start(bot, services, languages))
    supervisor.start("ends of grants", lambda: announce_ended_grants(services))
    supervisor.start("retention", lambda: apply_retention(services))
    supervisor.start("outbox", sender.run)
    supervisor.start("status", reports.run)
    if services.watching.is_on:
        supervisor.start("watcher", lambda: Watcher(services.watching).run())
    return supervisor


async def _unless_stopped(work: Coroutine[Any, Any, T], stop: asyncio.Event) -> T | None:
    """The result; None if `stop` is set before there is one."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.wait({working, stopping})


async def _after_start(bot: Bot, services: Services, languages: Languages) -> None:
    """What need not delay the first update: the models that every answer needs, and the menus."""
    for model in (Update, SendMessage, EditText, AnswerCallback):
        model.model_rebuild()
        await asyncio.sleep(0)
    try:
        await until_answered(lambda: set_common_menu(bot, languages), "setMyCommands")
    except TelegramAPIError as error:
        log.warning("The command menu could not be set: %s", error.message)
    await sync_menus(bot, services, languages)
