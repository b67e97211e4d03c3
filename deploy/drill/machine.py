"""A machine that runs the bot, and dies: a folder, processes, nothing that outlives them."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE, Process
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = Path(sys.executable).with_name("crystalpay-bot")


@dataclass
class Machine:
    """A folder with a database and a key, and what runs on it."""

    folder: Path
    settings: dict[str, str]
    processes: list[Process] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "bot.sqlite3"

    async def start(self, *command: str | Path) -> None:
        with (self.folder.parent / "processes.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command, env=self._environment(), stdout=log, stderr=log
            )
        self.processes.append(process)

    async def asks(self, *arguments: str, given: str = "") -> str:
        """What a command of the bot's prints. Ends the drill if it fails."""
        environment = self._environment()
        process = await asyncio.create_subprocess_exec(
            COMMAND, *arguments, env=environment, stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        out, errors = await process.communicate(given.encode())
        if process.returncode:
            raise SystemExit(f"crystalpay-bot {arguments[0]}:\n{(out + errors).decode()}")
        return out.decode()

    async def dies(self) -> float:
        """Every process at once, with no time to tidy up, and the disk with them. Returns when."""
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
        died = time.monotonic()
        for process in self.processes:
            await process.wait()
        shutil.rmtree(self.folder)
        return died

    def requests(self) -> set[int]:
        """The chats whose request for access stands in the database."""
        with closing(sqlite3.connect(self.database)) as connection:
            return {chat_id for (chat_id,) in connection.execute("SELECT chat_id FROM requests")}

    def _environment(self) -> dict[str, str]:
        path = {"PATH": os.environ["PATH"]}
        return {**path, **self.settings, "DATABASE_PATH": str(self.database)}
