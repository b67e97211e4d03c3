"""The demo: the real bot between a simulated Telegram and a simulated CrystalPAY."""

import asyncio
import errno
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.app import open_services, run_bot, stop_at_signals
from bot.config import Settings
from bot.domain.registers import Credentials
from sandbox import seed
from sandbox.crystalpay import CrystalPaySandbox
from sandbox.page import ChatPage
from sandbox.telegram import TelegramSandbox
from sandbox.telegram.messages import Message
from sandbox.telegram.people import User

TIMEOUT = 4.0
"""CRYSTALPAY_TIMEOUT, in seconds: a visitor who silences a register should not wait long."""


class PortTaken(Exception):
    """Another program already listens on this port."""


@dataclass(frozen=True, slots=True)
class DemoWorld:
    telegram: TelegramSandbox
    admin: User
    settings: Settings


async def run_demo(port: int, language: str, announce: Callable[[str], None]) -> None:
    """Serve the chat page until Ctrl-C. Raises PortTaken."""
    async with _world(port, language) as world:
        stop = stop_at_signals()
        announce(f"Chat page: {world.telegram.url} (Ctrl-C ends the demo)")
        await run_bot(world.settings, stop)


async def ask_demo(text: str, language: str) -> str:
    """The bot's answer to one message from the admin, as text with its buttons."""
    async with _world(0, language) as world:
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
async def _world(port: int, language: str) -> AsyncIterator[DemoWorld]:
    telegram, crystalpay = TelegramSandbox(port=port), CrystalPaySandbox()
    admin = telegram.user("Admin", language=language)
    stranger = telegram.user("Stranger", language=language)
    labels = {register.login: register.name for register in seed.REGISTERS}
    telegram.mount(ChatPage(telegram, crystalpay, [admin, stranger], labels))
    with tempfile.TemporaryDirectory(prefix="crystalpay-demo-") as folder:
        async with _serving(crystalpay), _serving(telegram):
            settings = _settings(telegram, crystalpay, admin, Path(folder))
            await _add_registers(crystalpay, settings)
            yield DemoWorld(telegram, admin, settings)


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
    )


async def _add_registers(crystalpay: CrystalPaySandbox, settings: Settings) -> None:
    async with open_services(settings) as services:
        seed.add_registers(crystalpay)
        for register in seed.REGISTERS:
            await services.registers.add(
                register.name, Credentials(register.login, register.secret)
            )


def _as_text(message: Message) -> str:
    rows = ["  ".join(f"[{label}]" for label in row) for row in message.labels]
    return "\n".join([message.text, "", *rows])
