"""The composition root: opens everything in order and closes it in reverse; decides nothing."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot.config import Settings, SettingsError
from bot.crystalpay import CrystalPay, Transport, aiohttp_transport, httpx_transport
from bot.heartbeat import Heartbeat
from bot.services import ReadingLimits, Services, build_services
from bot.status import StatusFile
from bot.storage import open_database
from bot.vault import open_vault

if TYPE_CHECKING:
    from bot.telegram.middlewares.rate_limit import Limits
    from bot.translations import Languages


log = logging.getLogger(__name__)

print_now = partial(print, flush=True)

OnReady = Callable[[Callable[[], Awaitable[None]]], None]
"""Is given a coroutine function that returns when the bot has nothing left to do."""


@asynccontextmanager
async def open_services(
    settings: Settings, reserved_names: Iterable[str] = (), transport: Transport | None = None
) -> AsyncIterator[Services]:
    """`reserved_names`: no register may have one; `transport`: to CrystalPAY, by default httpx's.

    Raises DatabaseError and KeyProblem before anything runs. Closes the transport.
    """
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.database_path))
        key = settings.encryption_key
        vault = open_vault(key.get_secret_value() if key else None, settings.database_path.parent)
        client = _crystalpay(settings, transport or httpx_transport())
        crystalpay = await stack.enter_async_context(client)
        services = build_services(
            database,
            vault,
            crystalpay,
            admin_ids=settings.admin_ids,
            reserved_names=reserved_names,
            limits=_reading_limits(settings),
        )
        for service in (
            services.recorder,
            services.audit,
            services.update_inbox,
            services.chat_profiles,
            services.last_views,
            services.readings,  # closed first: what it has read is recorded
        ):
            stack.push_async_callback(service.close)
        yield services


def languages_of(settings: Settings) -> "Languages":
    """All catalogues. Raises SettingsError if there is none for DEFAULT_LANGUAGE."""
    from bot.translations import UnknownLanguage, load_languages

    try:
        return load_languages(settings.default_language, timezone=settings.zone)
    except UnknownLanguage as error:
        raise SettingsError(f"DEFAULT_LANGUAGE: {error}") from None


async def run_bot(
    settings: Settings,
    stop: asyncio.Event | None = None,
    announce: Callable[[str], None] = print_now,
    on_ready: OnReady | None = None,
) -> None:
    """Run the bot until SIGTERM, SIGINT or `stop`.

    `announce`: shows the operator what must not be in the log; `on_ready`: called before the first
    update. Raises SettingsError for a token that is missing or that Telegram refuses, and what
    `open_services` raises.
    """
    stop = stop or stop_at_signals()  # first, because a signal may come while aiogram is imported
    if settings.bot_token is None:
        raise SettingsError("BOT_TOKEN: not set; @BotFather gives one")
    from bot.telegram.transport.lazy_models import import_aiogram

    import_aiogram(defer=settings.defer_models)
    languages = languages_of(settings)
    transport = aiohttp_transport()  # aiogram has imported aiohttp anyway
    async with open_services(settings, languages.button_words(), transport) as services:
        if problem := await services.encryption_keys.diagnose():
            log.warning("%s", problem)
        await _serve(settings, services, languages, stop, announce, on_ready)


async def _serve(
    settings: Settings,
    services: Services,
    languages: "Languages",
    stop: asyncio.Event,
    announce: Callable[[str], None],
    on_ready: OnReady | None,
) -> None:
    """The Telegram side. aiogram must have been imported by `import_aiogram` before."""
    from bot.telegram.application import TokenRefused, build_dispatcher, open_bot, serve

    assert settings.bot_token is not None
    await asyncio.to_thread(services.exports.temporary.clear)
    bot = open_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
    dispatcher = build_dispatcher(bot, services, languages, _limits(settings))
    database = settings.database_path
    signs = Heartbeat.beside(database), StatusFile.beside(database)
    try:
        await serve(bot, dispatcher, services, stop, signs, announce, on_ready)
    except TokenRefused:
        raise SettingsError("BOT_TOKEN: Telegram does not know this token") from None
    finally:
        await bot.session.close()


def _crystalpay(settings: Settings, transport: Transport) -> CrystalPay:
    return CrystalPay(
        settings.crystalpay_api_url,
        timeout=settings.crystalpay_timeout,
        rate_limit=settings.crystalpay_rate_limit,
        transport=transport,
    )


def _reading_limits(settings: Settings) -> ReadingLimits:
    return ReadingLimits(
        ttl_seconds=settings.reading_ttl,
        watch_interval_seconds=settings.watch_interval,
        rate_limit=settings.crystalpay_rate_limit,
    )


def _limits(settings: Settings) -> "Limits":
    from bot.telegram.middlewares.rate_limit import Limits

    return Limits(
        user=settings.flood_user_per_minute,
        chat=settings.flood_chat_per_minute,
        stranger=settings.flood_stranger_per_minute,
    )


def stop_at_signals() -> asyncio.Event:
    """An event that is set when the process gets SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
