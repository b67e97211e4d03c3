"""The table of registers. It only sees encrypted secrets and cannot decrypt them."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.registers import Register
from bot.storage.database import Database
from bot.storage.timestamps import from_ms, now_ms

_COLUMNS = "id, name, secret_version"


@dataclass(frozen=True, slots=True)
class StoredRegister:
    """A register with what only admins see. `added_at`: in UTC."""

    register: Register
    login: str
    added_at: datetime


class NameTaken(Exception):
    """Another register has this name; case does not matter."""


class RegisterTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[Register, ...]:
        """All registers, in the order in which they were added."""
        rows = await self._database.rows(f"SELECT {_COLUMNS} FROM registers ORDER BY id")
        return tuple(_register(row) for row in rows)

    async def listed(self) -> tuple[StoredRegister, ...]:
        rows = await self._database.rows(
            f"SELECT {_COLUMNS}, login, added_at FROM registers ORDER BY id"
        )
        return tuple(
            StoredRegister(_register(row), row["login"], from_ms(row["added_at"])) for row in rows
        )

    async def named(self, name: str) -> Register | None:
        """Case does not matter."""
        row = await self._database.row(
            f"SELECT {_COLUMNS} FROM registers WHERE folded_name = ?", name.casefold()
        )
        return _register(row) if row else None

    async def get(self, register_id: int) -> Register | None:
        row = await self._database.row(
            f"SELECT {_COLUMNS} FROM registers WHERE id = ?", register_id
        )
        return _register(row) if row else None

    async def with_login(self, login: str) -> Register | None:
        row = await self._database.row(
            f"SELECT {_COLUMNS} FROM registers WHERE login = ? ORDER BY id LIMIT 1", login
        )
        return _register(row) if row else None

    async def credentials(self, register_id: int) -> tuple[str, str] | None:
        """Login and encrypted secret; None if the register is gone."""
        row = await self._database.row(
            "SELECT login, secret FROM registers WHERE id = ?", register_id
        )
        return (row["login"], row["secret"]) if row else None

    async def encrypted_secrets(self) -> tuple[str, ...]:
        rows = await self._database.rows("SELECT secret FROM registers ORDER BY id")
        return tuple(row["secret"] for row in rows)

    async def add(self, name: str, login: str, encrypted_secret: str) -> Register:
        """Raises NameTaken."""
        sql = """
            INSERT INTO registers (name, folded_name, login, secret, added_at)
            VALUES (?, ?, ?, ?, ?)
            """
        values = (name, name.casefold(), login, encrypted_secret, now_ms())
        try:
            async with self._database.transaction() as connection:
                cursor = await connection.execute(sql, values)
        except sqlite3.IntegrityError:
            raise NameTaken(name) from None
        assert cursor.lastrowid is not None
        return Register(cursor.lastrowid, name)

    async def rename(self, register_id: int, name: str) -> None:
        """Raises NameTaken."""
        sql = "UPDATE registers SET name = ?, folded_name = ? WHERE id = ?"
        try:
            async with self._database.transaction() as connection:
                await connection.execute(sql, (name, name.casefold(), register_id))
        except sqlite3.IntegrityError:
            raise NameTaken(name) from None

    async def replace_secret(self, register_id: int, encrypted_secret: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE registers SET secret = ?, secret_version = secret_version + 1 WHERE id = ?",
                (encrypted_secret, register_id),
            )

    async def reencrypt_secrets(
        self, reencrypt: Callable[[Sequence[str]], Sequence[str | None]]
    ) -> Sequence[str | None]:
        """Replace each encrypted secret with what `reencrypt` returns for it; None keeps it.

        `reencrypt` is called inside the transaction, so nobody else writes meanwhile. Returns what
        it returned.
        """
        async with self._database.transaction() as connection:
            rows = list(await connection.execute_fetchall("SELECT id, secret FROM registers"))
            new_secrets = reencrypt([row["secret"] for row in rows])
            await connection.executemany(
                "UPDATE registers SET secret = ? WHERE id = ?",
                [(new, row["id"]) for row, new in zip(rows, new_secrets, strict=True) if new],
            )
        return new_secrets

    async def remove(self, register_id: int) -> None:
        """Delete the register, its last reading and all grants for it."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM registers WHERE id = ?", (register_id,))


def _register(row: sqlite3.Row) -> Register:
    return Register(row["id"], row["name"], row["secret_version"])
