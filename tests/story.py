"""The words in which the stories are told: a world with one running bot, registers and people."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import leaks
from bot_api.schema import problems
from pydantic import SecretStr

from bot.app import open_services, run_bot
from bot.config import Settings
from bot.domain.registers import Credentials, Register
from bot.services import Services
from sandbox.crystalpay import CrystalPaySandbox, SandboxBalance
from sandbox.telegram import TelegramSandbox
from sandbox.telegram.chats import Chat
from sandbox.telegram.messages import Message
from sandbox.telegram.people import User

SECRET = "test-secret-that-opens-nothing"
CLOCK = "🕒"
_numbers = itertools.count(1)

EXAMPLE = {
    "BITCOIN": SandboxBalance("Bitcoin", "0.0005", "BTC", 8),
    "USDTTRC": SandboxBalance("USDT TRC-20", "100.1", "USDT", 6),
}
"""The documented example of balance/list."""

EMPTY = {
    "LITECOIN": SandboxBalance("Litecoin", "0", "LTC", 8),
    "DASH": SandboxBalance("Dash", "0.00", "DASH", 8),
    "TONCOIN": SandboxBalance("Toncoin", 0, "TON", 9),
}


@dataclass
class Story:
    """One test's part of the world. `admin` may see everything in the private chat."""

    telegram: TelegramSandbox
    crystalpay: CrystalPaySandbox
    services: Services
    settings: Settings
    admin: User
    logins: dict[int, str] = field(default_factory=dict)
    told_before: int = 0  # the bot's requests to Telegram in stories before this one

    async def register(
        self, name: str, balances: Mapping[str, SandboxBalance] = EXAMPLE, secret: str = SECRET
    ) -> Register:
        """A register that CrystalPAY knows and the bot keeps."""
        login = f"login-{next(_numbers)}"
        self.crystalpay.add_register(login, SECRET, name, balances)
        register = await self.services.registers.add(name, Credentials(login, secret))
        self.logins[register.id] = login
        return register

    async def viewer(self, *registers: Register, language: str = "en") -> User:
        """Somebody whose private chat may see these registers; none named: all."""
        user = self.telegram.user("Viewer", language=language)
        await self.services.access.allow(user.id, registers)
        return user

    def login(self, register: Register) -> str:
        return self.logins[register.id]

    def asked(self, register: Register) -> int:
        """How often CrystalPAY was asked for the register."""
        login = self.login(register)
        return sum(request.login == login for request in self.crystalpay.requests)

    def calls(self, method: str, chat_id: int) -> int:
        """How often the bot called a method for a chat."""
        return sum(
            call.method.lower() == method.lower() and call.params.get("chat_id") == chat_id
            for call in self.telegram.calls
        )

    async def told(self, chat: Chat, words: str) -> Message:
        """Wait until the newest message of the chat says so; what is owed comes a moment later."""
        return await self.shows(lambda: chat.last_if_any, words)

    async def shows(self, find: Callable[[], Message | None], words: str) -> Message:
        """Wait until a message says so."""
        async with asyncio.timeout(10):
            while (message := find()) is None or words not in message.text:
                await asyncio.sleep(0.02)
        return message

    async def telegram_shows_menu(self, chat_id: int, commands: list[str]) -> None:
        """Wait until the chat shows these commands of its own."""
        scope = {"type": "chat", "chat_id": chat_id}
        async with asyncio.timeout(10):
            while [c["command"] for c in self.telegram.commands(scope)] != commands:
                await asyncio.sleep(0.05)  # the bot looks for changes of others once a second

    async def telegram_has_menus(self, *languages: str) -> None:
        """Wait until there is a common menu in each; the bot sets them after it begins to poll."""
        async with asyncio.timeout(10):
            while not all(self.telegram.commands(language=code) for code in languages):
                await asyncio.sleep(0.05)

    async def clean_up(self) -> None:
        self.telegram.heal()
        self.crystalpay.heal()
        await self.telegram.settled()
        self.keeps_secrets()
        self.keeps_to_the_bot_api()
        for each in await self.services.registers.listed():
            await self.services.registers.remove(each.register.id)
        for chat in await self.services.access.granted():
            await self.services.access.deny(chat.chat_id)

    def keeps_secrets(self) -> None:
        """Fails if the secret stands in a file or went to Telegram."""
        folder = self.settings.database_path.parent
        leaks.nowhere(SECRET, folder, self.telegram.calls[self.told_before :])

    def keeps_to_the_bot_api(self) -> None:
        """Fails if the bot called anything that Telegram does not publish so."""
        calls = self.telegram.calls[self.told_before :]
        assert [line for c in calls for line in problems(c.method, c.params, set(c.files))] == []


def figures(message: Message) -> list[str]:
    """The lines of a screen as a reader reads them, without those that carry a time."""
    plain = message.text.replace("\u2011", "-")
    return [line for line in plain.splitlines() if CLOCK not in line]


def labels(message: Message) -> list[str]:
    return [label for row in message.labels for label in row]


def as_of(message: Message) -> list[int]:
    """The moments that stand on the screen, in Unix seconds."""
    return [e["unix_time"] for e in message.entities if e["type"] == "date_time"]


def settings_for(
    telegram: TelegramSandbox, crystalpay: CrystalPaySandbox, folder: Path, **others: object
) -> Settings:
    values: dict[str, Any] = {
        "bot_token": SecretStr(telegram.token),
        "database_path": folder / "bot.sqlite3",
        "telegram_api_url": telegram.url,
        "crystalpay_api_url": crystalpay.url,
        "crystalpay_timeout": 0.5,
        "crystalpay_rate_limit": 100_000,
        "flood_user_per_minute": 100_000,
        "flood_chat_per_minute": 100_000,
        "flood_stranger_per_minute": 100_000,
    }
    return Settings.model_construct(**(values | others))


@asynccontextmanager
async def running_bot(story: Story) -> AsyncIterator[None]:
    """The whole bot inside this process; what is sent to it is waited for until it is answered."""
    stop = asyncio.Event()
    running = asyncio.create_task(
        run_bot(story.settings, stop, on_ready=story.telegram.when_idle), name="the bot"
    )
    try:
        yield
    finally:
        stop.set()
        await running
        story.telegram.when_idle(None)


@asynccontextmanager
async def new_story(folder: Path, **others: object) -> AsyncIterator[Story]:
    """A world of its own with a running bot, for what the shared one cannot show."""
    async with new_world(folder, **others) as story, running_bot(story):
        yield story


@asynccontextmanager
async def new_world(folder: Path, **others: object) -> AsyncIterator[Story]:
    """A world in which no bot runs yet."""
    telegram, crystalpay = TelegramSandbox(), CrystalPaySandbox(limit_per_second=None)
    async with telegram, crystalpay:
        admin = telegram.user("Admin")
        values = {"admin_ids": frozenset({admin.id}), **others}
        settings = settings_for(telegram, crystalpay, folder, **values)
        async with open_services(settings) as services:
            yield Story(telegram, crystalpay, services, settings, admin)
