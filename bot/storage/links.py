"""The table of one-time links. Using one and what it gives happen in one transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import aiosqlite

from bot.storage.database import Database
from bot.storage.times import now

CLAIM, ADMIN, INVITE = "claim", "admin", "invite"


@dataclass(frozen=True, slots=True)
class Grant:
    """What an invite gave: register ids (None: all) and when it ends, in milliseconds."""

    register_ids: tuple[int | None, ...]
    ends_at: int | None


class LinkTable:
    """Keeps hashes of tokens; a token that was used or has run out is as good as none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(
        self,
        token_hash: str,
        kind: str,
        lifetime: int,
        *,
        registers: Sequence[int] | None = None,
        grant_seconds: int | None = None,
    ) -> int:
        """Its number. `lifetime` in seconds. Of claim links only the newest one is kept."""
        ids = None if registers is None else json.dumps(list(registers))
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM links WHERE expires_at <= ? OR (kind = ? AND ? = kind)",
                (now(), CLAIM, kind),
            )
            cursor = await connection.execute(
                "INSERT INTO links (token_hash, kind, registers, grant_seconds, expires_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (token_hash, kind, ids, grant_seconds, now() + lifetime * 1000),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    async def revoke(self, number: int) -> None:
        await self._database.write("DELETE FROM links WHERE id = ?", number)

    async def make_admin(self, token_hash: str, kind: str, user_id: int, name: str) -> bool:
        """Use a claim or admin link; whether it was good. A claim is good for the first admin."""
        async with self._database.transaction() as connection:
            if await _take(connection, token_hash, kind) is None:
                return False
            await connection.execute(
                "INSERT OR IGNORE INTO admins (user_id, name, added_at) VALUES (?, ?, ?)",
                (user_id, name, now()),
            )
            await connection.execute("DELETE FROM links WHERE kind = ?", (CLAIM,))
        return True

    async def grant(self, token_hash: str, chat_id: int) -> Grant | None:
        """Use an invite for a chat; None when it is not good any more."""
        async with self._database.transaction() as connection:
            link = await _take(connection, token_hash, INVITE)
            if link is None:
                return None
            seconds = link["grant_seconds"]
            ends_at = None if seconds is None else now() + seconds * 1000
            ids = await _still_there(connection, link["registers"])
            await connection.executemany(
                "INSERT INTO grants (chat_id, register_id, granted_at, ends_at)"
                " VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET ends_at = excluded.ends_at"
                " WHERE ends_at IS NOT NULL"
                " AND (excluded.ends_at IS NULL OR excluded.ends_at > ends_at)",
                [(chat_id, register_id, now(), ends_at) for register_id in ids],
            )
        return Grant(ids, ends_at)


async def _take(
    connection: aiosqlite.Connection, token_hash: str, kind: str
) -> aiosqlite.Row | None:
    rows = await connection.execute_fetchall(
        "DELETE FROM links WHERE token_hash = ? AND kind = ? AND expires_at > ?"
        " RETURNING registers, grant_seconds",
        (token_hash, kind, now()),
    )
    return next(iter(rows), None)


async def _still_there(
    connection: aiosqlite.Connection, registers: str | None
) -> tuple[int | None, ...]:
    """The registers of an invite that were not removed since it was made."""
    if registers is None:
        return (None,)
    rows = await connection.execute_fetchall(
        "SELECT id FROM registers WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (registers,),
    )
    return tuple(row["id"] for row in rows)
