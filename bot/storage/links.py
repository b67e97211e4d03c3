"""The table of one-time links. Using a link and granting what it is for are one transaction."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiosqlite

from bot.domain.links import LinkKind
from bot.storage.database import Database
from bot.storage.timestamps import duration_ms, from_ms, now_ms


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link that can still be used. `expires_at`: in UTC.

    Of an invite: `names` of its registers (None: all; removed ones are left out) and
    `grant_seconds`, how long its grant lasts (None: forever). `made_by` may be empty if an earlier
    version stored the link.
    """

    id: int
    kind: LinkKind
    names: tuple[str | None, ...]
    grant_seconds: int | None
    expires_at: datetime
    made_by: str


class RegistersGone(Exception):
    """All registers of the invite have been removed; the link stays unused."""


_OPEN = """
    SELECT *, (
        SELECT json_group_array(name) FROM registers
        WHERE id IN (SELECT value FROM json_each(links.registers))
    ) AS names
    FROM links WHERE expires_at > ?
    """

_ADD_OR_EXTEND_GRANT = """
    INSERT INTO grants (chat_id, register_id, granted_at, ends_at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET ends_at = excluded.ends_at, end_told_at = NULL
    WHERE ends_at IS NOT NULL AND (excluded.ends_at IS NULL OR excluded.ends_at > ends_at)
    """


class LinkTable:
    """Stores hashes of tokens. A link that was used or has expired is ignored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        token_hash: str,
        kind: LinkKind,
        lifetime: timedelta,
        *,
        registers: Sequence[int] | None = None,
        grant_seconds: int | None = None,
        made_by: str = "",
    ) -> int:
        """Returns its id. A new claim link replaces the one before.

        Of an invite: `registers` (None: all) and `grant_seconds`, how long its grant will last
        (None: forever).
        """
        ids = None if registers is None else json.dumps(list(registers))
        expires_at = now_ms() + duration_ms(lifetime)
        async with self._database.transaction() as connection:
            await self.delete_expired()
            if kind is LinkKind.CLAIM:
                await _delete_claims(connection)
            cursor = await connection.execute(
                "INSERT INTO links"
                " (token_hash, kind, registers, grant_seconds, expires_at, made_by)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (token_hash, kind, ids, grant_seconds, expires_at, made_by),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    async def all_open(self, kind: LinkKind) -> tuple[StoredLink, ...]:
        """Links that can still be used, oldest first."""
        rows = await self._database.rows(f"{_OPEN} AND kind = ? ORDER BY links.id", now_ms(), kind)
        return tuple(_link(row) for row in rows)

    async def count_open(self, kind: LinkKind) -> int:
        row = await self._database.row(
            "SELECT count(*) AS n FROM links WHERE expires_at > ? AND kind = ?", now_ms(), kind
        )
        return int(row["n"]) if row else 0

    async def revoke(self, link_id: int) -> StoredLink | None:
        """Returns the link; None if it could not be used any more."""
        async with self._database.transaction() as connection:
            row = await self._database.row(f"{_OPEN} AND links.id = ?", now_ms(), link_id)
            await connection.execute("DELETE FROM links WHERE id = ?", (link_id,))
        return _link(row) if row else None

    async def delete_expired(self) -> None:
        await self._database.write("DELETE FROM links WHERE expires_at <= ?", now_ms())

    async def use_for_admin(self, token_hash: str, kind: LinkKind, user_id: int, name: str) -> bool:
        """Use a claim or admin link; whether it was valid. Once there is an admin, no claim is."""
        async with self._database.transaction() as connection:
            if await _use(connection, token_hash, kind) is None:
                return False
            await connection.execute(
                "INSERT OR IGNORE INTO admins (user_id, name, added_at) VALUES (?, ?, ?)",
                (user_id, name, now_ms()),
            )
            await _delete_claims(connection)
        return True

    async def use_for_chat(self, token_hash: str, chat_id: int) -> bool:
        """Use an invite; whether it was valid. Raises RegistersGone. A grant never gets shorter."""
        async with self._database.transaction() as connection:
            link = await _use(connection, token_hash, LinkKind.INVITE)
            if link is None:
                return False
            register_ids = await _existing(connection, link["registers"])
            if not register_ids:
                raise RegistersGone  # and roll back, so that the link stays
            granted_at, ends_at = now_ms(), _end_ms(link["grant_seconds"])
            await connection.executemany(
                _ADD_OR_EXTEND_GRANT,
                [(chat_id, register_id, granted_at, ends_at) for register_id in register_ids],
            )
        return True


async def _use(
    connection: aiosqlite.Connection, token_hash: str, kind: LinkKind
) -> aiosqlite.Row | None:
    rows = await connection.execute_fetchall(
        "DELETE FROM links WHERE token_hash = ? AND kind = ? AND expires_at > ?"
        " RETURNING registers, grant_seconds",
        (token_hash, kind, now_ms()),
    )
    return next(iter(rows), None)


async def _delete_claims(connection: aiosqlite.Connection) -> None:
    await connection.execute("DELETE FROM links WHERE kind = ?", (LinkKind.CLAIM,))


def _end_ms(grant_seconds: int | None) -> int | None:
    """When a grant that begins now ends; None: never."""
    if grant_seconds is None:
        return None
    return now_ms() + duration_ms(timedelta(seconds=grant_seconds))


def _link(row: sqlite3.Row) -> StoredLink:
    return StoredLink(
        id=row["id"],
        kind=LinkKind(row["kind"]),
        names=(None,) if row["registers"] is None else tuple(json.loads(row["names"])),
        grant_seconds=row["grant_seconds"],
        expires_at=from_ms(row["expires_at"]),
        made_by=row["made_by"],
    )


async def _existing(
    connection: aiosqlite.Connection, registers: str | None
) -> tuple[int | None, ...]:
    """The registers of an invite, without those that have been removed; None: all registers."""
    if registers is None:
        return (None,)
    rows = await connection.execute_fetchall(
        "SELECT id FROM registers WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (registers,),
    )
    return tuple(row["id"] for row in rows)
