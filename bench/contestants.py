"""The bots that are compared, each as a process of its own, and what /proc says of them."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.servers import CrystalPay, Telegram
from bench.servers.telegram import TOKEN

PEERS = Path(__file__).parent / "peers"
COMMAND = Path(sys.executable).with_name("crystalpay-bot")
TICKS = os.sysconf("SC_CLK_TCK")
MAX_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Contestant:
    """`label` heads its column; `settings` are environment variables of its own."""

    key: str
    label: str
    command: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)


def peer(key: str, label: str) -> Contestant:
    return Contestant(key, label, (sys.executable, str(PEERS / f"{key}.py")))


OURS = Contestant(
    "ours",
    "this bot",
    (str(COMMAND), "run"),
    {"WATCH_INTERVAL": "0"},  # the others do not watch either
)
AIOGRAM = peer("aiogram_plain", "plainest aiogram")
PEERS_AND_US = (
    OURS,
    AIOGRAM,
    peer("ptb_plain", "python-telegram-bot"),
    peer("telebot_plain", "pyTelegramBotAPI"),
    peer("floor", "no framework"),
)


@dataclass(slots=True)
class World:
    """The two servers and the folder with the seeded database."""

    telegram: Telegram
    crystalpay: CrystalPay
    folder: Path

    @property
    def settings(self) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.telegram.url,
            "CRYSTALPAY_API_URL": self.crystalpay.url,
            "CRYSTALPAY_RATE_LIMIT": "1000000",
            "FLOOD_USER_PER_MINUTE": "100000",
            "FLOOD_CHAT_PER_MINUTE": "100000",
            "DATABASE_PATH": str(self.folder / "bot.sqlite3"),
            "LOG_LEVEL": "WARNING",
        }


@asynccontextmanager
async def open_world(folder: Path) -> AsyncIterator[World]:
    async with Telegram() as telegram, CrystalPay() as crystalpay:
        yield World(telegram, crystalpay, folder)


@dataclass(slots=True)
class Process:
    """A bot that polls. `start`: seconds from the start of the process to its first getUpdates."""

    pid: int
    start: float

    def rss(self) -> float:
        """Resident memory in MB."""
        return self._kilobytes("status", "VmRSS:") / 1024

    def pss(self) -> float:
        """The same with shared pages counted in parts."""
        return self._kilobytes("smaps_rollup", "Pss:") / 1024

    def descriptors(self) -> int:
        """Open files and sockets."""
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def cpu(self) -> float:
        """Seconds of CPU so far, of all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _kilobytes(self, file: str, name: str) -> int:
        lines = Path(f"/proc/{self.pid}/{file}").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(name)).split()[1])


@asynccontextmanager
async def running(
    contestant: Contestant, world: World, **settings: object
) -> AsyncIterator[Process]:
    """The contestant as a process, from its first getUpdates on; ended at the end."""
    world.telegram.forget()
    given = {name.upper(): str(value) for name, value in settings.items()}
    env = {"PATH": os.environ["PATH"], "HOME": str(world.folder), "LANG": "C.UTF-8"}
    env |= world.settings | dict(contestant.settings) | given
    started = time.monotonic()
    with (world.folder / f"{contestant.key}.log").open("ab") as log:
        child = subprocess.Popen(  # noqa: S603, ASYNC220 - our own commands; before the clock counts
            contestant.command, env=env, cwd=world.folder, stdout=subprocess.DEVNULL, stderr=log
        )
    try:
        polled = await _first_poll(child, world)
        yield Process(child.pid, polled - started)
    finally:
        child.kill()
        await asyncio.to_thread(child.wait)


async def _first_poll(child: subprocess.Popen[bytes], world: World) -> float:
    polled = asyncio.ensure_future(world.telegram.polled())
    give_up = time.monotonic() + MAX_START_SECONDS
    while child.poll() is None and time.monotonic() < give_up:
        done, _ = await asyncio.wait({polled}, timeout=0.25)
        if done:
            return polled.result()
    raise RuntimeError(f"{child.args!r} did not begin to poll")
