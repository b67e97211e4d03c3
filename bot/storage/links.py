"""The table of one-time links. Using one and what it gives happen in one transaction."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.storage.database import Database
from bot.storage.timestamps import from_milliseconds, now

CLAIM, ADMIN, INVITE = "claim", "admin", "invite"


@dataclass(frozen=True, slots=True)
class Grant:
    """What an invite gave: register ids (None: all) and when it ends, in milliseconds."""

    register_ids: tuple[int | None, ...]
    ends_at: int | None


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link that can be used. `made_by` may be empty in one of an earlier version.

    Of an invite: `names` of its registers (None: all; without those that are gone), and
    `grant_seconds`, how long its grant lasts (None: for ever).
    """

    id: int
    kind: str
    names: tuple[str | None, ...]
    grant_seconds: int | None
    expires_at: datetime
    made_by: str


class RegistersGone(Exception):
    """Every register of an invite was removed since it was made; the link was not used up."""


_OPEN = """
    SELECT *, (
        SELECT json_group_array(name) FROM registers
        WHERE id IN (SELECT value FROM json_each(links.registers))
    ) AS names
    FROM links WHERE expires_at > ?
    """


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
        made_by: str = "",
    ) -> int:
        """Its number. `lifetime` in seconds. Of claim links only the newest one is kept."""
        ids = None if registers is None else json.dumps(list(registers))
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM links WHERE expires_at <= ? OR (kind = ? AND ? = kind)",
                (now(), CLAIM, kind),
            )
            cursor = await connection.execute(
                "INSERT INTO links"
                " (token_hash, kind, registers, grant_seconds, expires_at, made_by)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (token_hash, kind, ids, grant_seconds, now() + lifetime * 1000, made_by),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    async def open(self, kind: str) -> tuple[StoredLink, ...]:
        """Those that can be used, oldest first."""
        rows = await self._database.rows(f"{_OPEN} AND kind = ? ORDER BY links.id", now(), kind)
        return tuple(_link(row) for row in rows)

    async def count_open(self, kind: str) -> int:
        row = await self._database.row(
            "SELECT count(*) AS n FROM links WHERE expires_at > ? AND kind = ?", now(), kind
        )
        return int(row["n"]) if row else 0

    async def revoke(self, number: int) -> StoredLink | None:
        """The link that could be used until now; None if it could not."""
        async with self._database.transaction() as connection:
            row = await self._database.row(f"{_OPEN} AND links.id = ?", now(), number)
            await connection.execute("DELETE FROM links WHERE id = ?", (number,))
        return _link(row) if row else None

    async def forget_expired(self) -> None:
        await self._database.write("DELETE FROM links WHERE expires_at <= ?", now())

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
        """Use an invite for a chat; None when it is not good any more. Raises RegistersGone."""
        async with self._database.transaction() as connection:
            link = await _take(connection, token_hash, INVITE)
            if link is None:
                return None
            seconds = link["grant_seconds"]
            ends_at = None if seconds is None else now() + seconds * 1000
            ids = await _still_there(connection, link["registers"])
            if not ids:
                raise RegistersGone  # which takes the transaction back: the link stays
            await connection.executemany(
                "INSERT INTO grants (chat_id, register_id, granted_at, ends_at)"
                " VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET ends_at = excluded.ends_at, end_told_at = NULL"
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


def _link(row: sqlite3.Row) -> StoredLink:
    return StoredLink(
        id=row["id"],
        kind=row["kind"],
        names=(None,) if row["registers"] is None else tuple(json.loads(row["names"])),
        grant_seconds=row["grant_seconds"],
        expires_at=from_milliseconds(row["expires_at"]),
        made_by=row["made_by"],
    )


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
