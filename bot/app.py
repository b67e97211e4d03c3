"""The composition root: opens everything in order and closes it in reverse; decides nothing."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.config import Settings, SettingsError
from bot.crystalpay import CrystalPay
from bot.heartbeat import Heartbeat
from bot.services import Services
from bot.services.access import Access
from bot.services.access_requests import AccessRequests
from bot.services.admins import Admins
from bot.services.audit import Audit
from bot.services.database_probe import DatabaseProbe
from bot.services.encryption_keys import EncryptionKeys
from bot.services.invites import Invites
from bot.services.kept_updates import KeptUpdates
from bot.services.open_links import OpenLinks
from bot.services.outbox import Outbox
from bot.services.readings import Readings
from bot.services.registers import Registers
from bot.services.retention import Retention
from bot.services.rights_changed import RightsChanged
from bot.services.roles import Roles
from bot.services.viewer_readings import ViewerReadings
from bot.status import StatusFile
from bot.storage import AuditTable, ChatTable, UpdateTable, open_database
from bot.vault import open_vault

if TYPE_CHECKING:
    from bot.translations import Languages


log = logging.getLogger(__name__)

OnReady = Callable[[Callable[[], Awaitable[None]]], None]
"""Is given a coroutine function that returns when the bot has nothing in hand."""


@asynccontextmanager
async def open_services(
    settings: Settings, reserved: Iterable[str] = (), *, serving: bool = False
) -> AsyncIterator[Services]:
    """Database, key, client, services; `reserved`: names that no register may get.

    `serving`: for a process that answers many requests, not for a command that ends at once.

    Raises DatabaseError and KeyProblem before anything runs.
    """
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.database_path))
        key = settings.encryption_key
        vault = open_vault(key.get_secret_value() if key else None, settings.database_path.parent)
        crystalpay = await stack.enter_async_context(
            CrystalPay(
                settings.crystalpay_api_url,
                timeout=settings.crystalpay_timeout,
                rate_limit=settings.crystalpay_rate_limit,
                over_aiohttp=serving,
            )
        )
        readings = Readings(crystalpay, database, vault, ttl=settings.reading_ttl)
        stack.push_async_callback(readings.close)
        rights_changed = RightsChanged(database)
        audit = Audit(AuditTable(database))
        stack.push_async_callback(audit.close)
        kept_updates = KeptUpdates(UpdateTable(database), vault)
        stack.push_async_callback(kept_updates.close)
        admins = Admins(database, settings.admin_ids, audit, rights_changed)
        outbox = Outbox(database, admins)
        access_requests = AccessRequests(database, audit, outbox, rights_changed)
        access = Access(
            database, settings.admin_ids, audit, outbox, rights_changed, access_requests
        )
        stack.push_async_callback(access.close)
        yield Services(
            access=access,
            admins=admins,
            audit=audit,
            database_probe=DatabaseProbe(database),
            kept_updates=kept_updates,
            invites=Invites(database, audit, outbox, rights_changed, access_requests),
            encryption_keys=EncryptionKeys(database, vault, audit),
            open_links=OpenLinks(database, audit),
            outbox=outbox,
            readings=readings,
            registers=Registers(database, crystalpay, vault, audit, rights_changed, reserved),
            access_requests=access_requests,
            retention=Retention(database, access_requests, outbox),
            rights_changed=rights_changed,
            roles=Roles(database, ChatTable(database), admins),
            viewer_readings=ViewerReadings(readings, access),
        )


def languages_of(settings: Settings) -> "Languages":
    """All catalogues. Raises SettingsError when there is none for DEFAULT_LANGUAGE."""
    from bot.translations import UnknownLanguage, load_languages

    try:
        return load_languages(settings.default_language, timezone=settings.zone)
    except UnknownLanguage as error:
        raise SettingsError(f"DEFAULT_LANGUAGE: {error}") from None


async def run_bot(
    settings: Settings,
    stop: asyncio.Event | None = None,
    announce: Callable[[str], None] = print,
    on_ready: OnReady | None = None,
) -> None:
    """The whole bot, until SIGTERM, SIGINT or `stop`.

    `announce`: is given what the operator must see at the terminal and no log may keep; `on_ready`:
    is given, before the first update, what returns when the bot has answered all that it has.
    Raises SettingsError for a token that is missing or that Telegram refuses.
    """
    stop = stop or stop_at_signals()  # first of all: a signal may come while aiogram is imported
    if settings.bot_token is None:
        raise SettingsError("BOT_TOKEN: not set; @BotFather gives one")
    from bot.telegram.transport.lazy_models import import_aiogram

    import_aiogram(defer=settings.defer_models)
    from bot.telegram.application import build_dispatcher, open_bot, serve
    from bot.telegram.middlewares.rate_limit import Limits
    from bot.telegram.transport.polling import TokenRefused

    languages = languages_of(settings)
    async with open_services(settings, languages.button_words(), serving=True) as services:
        if diagnose := await services.encryption_keys.diagnose():
            log.warning("%s", diagnose)
        bot = open_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
        limits = Limits(
            user=settings.flood_user_per_minute,
            chat=settings.flood_chat_per_minute,
            stranger=settings.flood_stranger_per_minute,
        )
        dispatcher = build_dispatcher(bot, services, languages, limits)
        signs = (
            Heartbeat.beside(settings.database_path),
            StatusFile.beside(settings.database_path),
        )
        try:
            await serve(bot, dispatcher, services, stop, signs, announce, on_ready)
        except TokenRefused:
            raise SettingsError("BOT_TOKEN: Telegram does not know this token") from None
        finally:
            await bot.session.close()


def stop_at_signals() -> asyncio.Event:
    """Set when the process is asked to end by SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
