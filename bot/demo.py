"""The demo: the real bot between a simulated Telegram and a simulated CrystalPAY."""

import asyncio
import errno
import random
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import open_services, run_bot, stop_at_signals
from bot.config import Settings
from bot.crystalpay.models import read_balances
from bot.domain.readings import ProblemKind, Reading
from bot.domain.registers import Credentials
from sandbox import seed
from sandbox.crystalpay import CrystalPaySandbox, SandboxBalance
from sandbox.crystalpay.movements import move_now_and_then, past_of
from sandbox.page import ChatPage
from sandbox.telegram import TelegramSandbox
from sandbox.telegram.messages import Message
from sandbox.telegram.people import User

PAST_WATCH_INTERVAL = 86_400
"""Seconds. Between two readings of the made-up past are hours, which are to be no gaps."""

WATCH_INTERVAL = 5.0
"""WATCH_INTERVAL, in seconds: what a visitor does is in the history at once."""

TIMEOUT = 4.0
"""CRYSTALPAY_TIMEOUT, in seconds: a visitor who silences a register should not wait long."""


class PortTaken(Exception):
    """Another program already listens on this port."""


@dataclass(frozen=True, slots=True)
class DemoWorld:
    telegram: TelegramSandbox
    crystalpay: CrystalPaySandbox
    admin: User
    settings: Settings


async def run_demo(port: int, language: str, announce: Callable[[str], None]) -> None:
    """Serve the chat page until Ctrl-C. Raises PortTaken."""
    async with open_world(port, language) as world:
        stop = stop_at_signals()
        announce(f"Chat page: {world.telegram.url} (Ctrl-C ends the demo)")
        moving = asyncio.create_task(move_now_and_then(world.crystalpay, random.Random()))  # noqa: S311 - play money
        try:
            await run_bot(world.settings, stop)
        finally:
            moving.cancel()


async def ask_demo(text: str, language: str) -> str:
    """The bot's answer to one message from the admin, as text with its buttons."""
    async with open_world(0, language) as world:
        stop = asyncio.Event()
        running = asyncio.create_task(
            run_bot(world.settings, stop, on_ready=world.telegram.when_idle)
        )
        try:
            reply = await world.admin.reply_after(text)
        finally:
            stop.set()
            await running
        return _as_text(reply) if reply else "The bot did not answer."


@asynccontextmanager
async def open_world(port: int, language: str) -> AsyncIterator[DemoWorld]:
    """Both servers, and a database with registers and their past; no bot yet. Raises PortTaken."""
    telegram, crystalpay = TelegramSandbox(port=port), CrystalPaySandbox()
    admin = telegram.user("Admin", language=language)
    stranger = telegram.user("Stranger", language=language)
    labels = {register.login: register.name for register in seed.REGISTERS}
    telegram.mount(ChatPage(telegram, crystalpay, [admin, stranger], labels))
    with tempfile.TemporaryDirectory(prefix="crystalpay-demo-") as folder:
        async with _serving(crystalpay), _serving(telegram):
            settings = _settings(telegram, crystalpay, admin, Path(folder))
            await _add_registers(crystalpay, settings, admin)
            yield DemoWorld(telegram, crystalpay, admin, settings)


@asynccontextmanager
async def _serving(sandbox: CrystalPaySandbox | TelegramSandbox) -> AsyncIterator[None]:
    try:
        await sandbox.__aenter__()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortTaken("another program uses this port; choose another with --port") from None
    try:
        yield
    finally:
        await sandbox.__aexit__(None, None, None)


def _settings(
    telegram: TelegramSandbox, crystalpay: CrystalPaySandbox, admin: User, folder: Path
) -> Settings:
    """Does not read the environment: a real .env in this folder must not leak into the demo."""
    return Settings.model_construct(
        bot_token=SecretStr(telegram.token),
        admin_ids=frozenset({admin.id}),
        database_path=folder / "bot.sqlite3",
        telegram_api_url=telegram.url,
        crystalpay_api_url=crystalpay.url,
        crystalpay_timeout=TIMEOUT,
        watch_interval=WATCH_INTERVAL,
    )


async def _add_registers(crystalpay: CrystalPaySandbox, settings: Settings, admin: User) -> None:
    """With a made-up history, and the admin has looked a day ago: there is something to see."""
    seed.add_registers(crystalpay)
    quiet = settings.model_copy(update={"watch_interval": PAST_WATCH_INTERVAL})
    async with open_services(quiet) as services:
        for register in seed.REGISTERS:
            added = await services.registers.add(
                register.name, Credentials(register.login, register.secret)
            )
            for moment, reading in _past(register.balances):
                if reading is None:
                    services.recorder.record_failure(added.id, moment, ProblemKind.TIMED_OUT)
                else:
                    services.recorder.record(added.id, reading)
        services.last_views.save_soon(admin.id, datetime.now(UTC) - timedelta(days=1))


def _past(balances: Mapping[str, SandboxBalance]) -> Iterator[tuple[datetime, Reading | None]]:
    """Readings of the last month, oldest first; None: CrystalPAY did not answer then."""
    now = datetime.now(UTC)
    past = list(past_of(balances, random.Random(10)))  # noqa: S311 - the same past in each demo
    failed_after = {len(past) // 3, 2 * len(past) // 3}
    for number, then in enumerate(reversed(past)):
        moment = now - then.ago
        items = {key: balance.as_json() for key, balance in then.balances.items()}
        yield moment, Reading(moment, read_balances({"items": items}))
        if number in failed_after:
            yield moment + timedelta(minutes=20), None


def _as_text(message: Message) -> str:
    rows = ["  ".join(f"[{label}]" for label in row) for row in message.labels]
    return "\n".join([message.text, "", *rows])
