"""The table of registers. Secrets pass through as sealed tokens; nothing here can open them."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.registers import Register
from bot.storage.database import Database
from bot.storage.timestamps import from_milliseconds, now

_COLUMNS = "id, name, secret_version"


@dataclass(frozen=True, slots=True)
class StoredRegister:
    """A register with what only its keeper needs; `added_at` in UTC."""

    register: Register
    login: str
    added_at: datetime


class NameTaken(Exception):
    """Another register has this name, in whatever case."""


class RegisterTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[Register, ...]:
        """Every register, in the order they were added."""
        rows = await self._database.rows(f"SELECT {_COLUMNS} FROM registers ORDER BY id")
        return tuple(_register(row) for row in rows)

    async def listed(self) -> tuple[StoredRegister, ...]:
        rows = await self._database.rows(
            f"SELECT {_COLUMNS}, login, added_at FROM registers ORDER BY id"
        )
        return tuple(
            StoredRegister(_register(row), row["login"], from_milliseconds(row["added_at"]))
            for row in rows
        )

    async def named(self, name: str) -> Register | None:
        """The register of this name; case does not matter."""
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

    async def keys(self, register_id: int) -> tuple[str, str] | None:
        """Login and sealed secret; None when the register is gone."""
        row = await self._database.row(
            "SELECT login, secret FROM registers WHERE id = ?", register_id
        )
        return (row["login"], row["secret"]) if row else None

    async def sealed_secrets(self) -> tuple[str, ...]:
        rows = await self._database.rows("SELECT secret FROM registers ORDER BY id")
        return tuple(row["secret"] for row in rows)

    async def add(self, name: str, login: str, sealed_secret: str) -> Register:
        """Raises NameTaken."""
        sql = """
            INSERT INTO registers (name, folded_name, login, secret, added_at)
            VALUES (?, ?, ?, ?, ?)
            """
        values = (name, name.casefold(), login, sealed_secret, now())
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

    async def replace_secret(self, register_id: int, sealed_secret: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE registers SET secret = ?, secret_version = secret_version + 1 WHERE id = ?",
                (sealed_secret, register_id),
            )

    async def reseal(
        self, renew: Callable[[Sequence[str]], Sequence[str | None]]
    ) -> Sequence[str | None]:
        """Put what `renew` makes of the sealed secrets in their place; None: leave it as it is.

        `renew` is called inside the transaction: nobody else writes meanwhile.
        """
        async with self._database.transaction() as connection:
            rows = list(await connection.execute_fetchall("SELECT id, secret FROM registers"))
            renewed = renew([row["secret"] for row in rows])
            await connection.executemany(
                "UPDATE registers SET secret = ? WHERE id = ?",
                [(new, row["id"]) for row, new in zip(rows, renewed, strict=True) if new],
            )
        return renewed

    async def remove(self, register_id: int) -> None:
        """Forget the register, its last reading and all grants for it."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM registers WHERE id = ?", (register_id,))


def _register(row: sqlite3.Row) -> Register:
    return Register(row["id"], row["name"], row["secret_version"])
