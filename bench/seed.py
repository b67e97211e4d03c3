"""Fills a database of ours for the benchmarks: registers, and chats that may see them."""

import asyncio
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from bot.app import open_services
from bot.config import Settings
from bot.domain.registers import Credentials

SECRET = "secret-of-a-benchmark"  # noqa: S105 - opens nothing
ONE_ASKER = 1
"""The chat that asks alone."""


def same_register(count: int) -> list[int]:
    """Chats of one register."""
    return list(range(1000, 1000 + count))


def fifty_registers(count: int) -> list[int]:
    """Chats spread over fifty registers."""
    return list(range(2000, 2000 + count))


def seed_for_the_race(path: Path) -> None:
    """What the peers have in `peers/screen.py`: 52 registers, one grant for each chat."""
    grants = [(ONE_ASKER, 1)]
    grants += [(chat, 2) for chat in same_register(1000)]
    grants += [(chat, 3 + chat % 50) for chat in fifty_registers(1000)]
    seed(path, registers=52, grants=grants)


def seed(path: Path, registers: int, grants: Iterable[tuple[int, int]]) -> None:
    """Registers 1 … n, and grants as pairs of chat id and register id. The file must be new."""
    (sealed,) = asyncio.run(_first_register(path))
    with sqlite3.connect(path) as database:
        database.executemany(
            "INSERT INTO registers (name, folded_name, login, secret, added_at)"
            " VALUES (?1, ?1, ?2, ?3, 0)",
            [(f"shop{n}", f"login-{n}", sealed) for n in range(2, registers + 1)],
        )
        database.executemany(
            "INSERT INTO grants (chat_id, register_id, granted_at) VALUES (?, ?, 0)", grants
        )
        # As after the first hours of a bot: each chat is known and has its command menu already.
        database.execute(
            "INSERT INTO chats (id, title, menu, user_language)"
            " SELECT DISTINCT chat_id, 'Chat ' || chat_id, 'viewer', 'en' FROM grants"
        )
    database.close()


async def _first_register(path: Path) -> list[str]:
    """Made by the bot itself, with the schema and the key; its sealed secret serves all others."""
    settings = Settings.model_construct(
        **{**Settings.model_construct().model_dump(), "database_path": path}
    )
    async with open_services(settings) as services:
        await services.registers.add("shop1", Credentials("login-1", SECRET))
    with sqlite3.connect(path) as database:
        return [secret for (secret,) in database.execute("SELECT secret FROM registers")]
