"""Puts the Telegram side together and runs it from the first request to the last."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import tzinfo
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import Update

from bot.heartbeat import Heartbeat
from bot.services.access import Access
from bot.services.balances import Balances
from bot.telegram.handlers import routers
from bot.telegram.menu import set_menus
from bot.telegram.middlewares import KnowTheViewer, OnlyForUs
from bot.telegram.mishaps import apologise
from bot.telegram.patience import Patience, until_answered
from bot.telegram.polling import Poller
from bot.telegram.turns import Turns
from bot.translations import Languages

log = logging.getLogger(__name__)

TokenRefused = (TelegramUnauthorizedError, TelegramNotFound)
"""How Telegram says that it does not know the token."""


def open_bot(token: str, api_url: str) -> Bot:
    """The connection to Telegram; close its `session` in the end. Nothing is asked yet."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url.rstrip("/")))
    session.middleware(Patience())
    defaults = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
    return Bot(token, session=session, default=defaults)


def build_dispatcher(
    access: Access, balances: Balances, languages: Languages, timezone: tzinfo
) -> Dispatcher:
    """Handlers, middlewares, and what handlers may ask for by name."""
    dispatcher = Dispatcher(
        disable_fsm=True,
        access=access,
        balances=balances,
        languages=languages,
        timezone=timezone,
        turns=Turns(),
    )
    for events in (dispatcher.message, dispatcher.channel_post):
        events.outer_middleware(OnlyForUs())
    for events in (dispatcher.message, dispatcher.channel_post, dispatcher.callback_query):
        events.outer_middleware(KnowTheViewer(access, languages))
    dispatcher.include_routers(*routers())
    dispatcher.errors.register(apologise)
    return dispatcher


async def serve(
    bot: Bot,
    dispatcher: Dispatcher,
    languages: Languages,
    stop: asyncio.Event,
    heartbeat: Heartbeat | None = None,
) -> None:
    """Answer updates until `stop` is set, then finish what is in flight.

    Raises one of `TokenRefused` when Telegram does not know the token.
    """
    me = await until_answered(bot.me, "who the bot is")
    log.info("Answering as @%s", me.username)
    poller = Poller(
        bot,
        lambda update: dispatcher.feed_update(bot, update),
        dispatcher.resolve_used_update_types(),
        heartbeat,
    )
    polling = asyncio.create_task(poller.run(), name="polling")
    menus = asyncio.create_task(_after_the_start(bot, languages), name="after the start")
    stopping = asyncio.create_task(stop.wait(), name="waiting for the end")
    try:
        await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _cancelled([menus, stopping])
        failed = polling.done()
        await _cancelled([polling])
        await poller.finish()
    if failed:
        polling.result()


async def _after_the_start(bot: Bot, languages: Languages) -> None:
    """What need not delay the first update: models that any answer takes, and the menu."""
    for model in (Update, SendMessage, EditMessageText, AnswerCallbackQuery):
        model.model_rebuild()
        await asyncio.sleep(0)
    try:
        await until_answered(lambda: set_menus(bot, languages), "setMyCommands")
    except TelegramAPIError as error:
        log.warning("The command menu could not be set: %s", error.message)


async def _cancelled(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError, Exception):
            await task
