"""The record of what registers held: only added to. Amounts are exact text; queries: `history`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.amounts import parse_amount
from bot.domain.changes import Difference
from bot.domain.readings import Balance, ProblemKind
from bot.storage.database import Database
from bot.storage.timestamps import from_ms, to_ms


@dataclass(frozen=True, slots=True)
class StoredSpan:
    """From when to when a register was read without a gap, and why the next reading failed."""

    began: datetime
    ended: datetime
    problem: ProblemKind | None


BALANCES_AT = """
    SELECT methods.key, descriptions.name, changes.amount, descriptions.currency,
        descriptions.accuracy, changes.at
    FROM methods
    CROSS JOIN changes ON changes.method_id = methods.id AND changes.at = (
        SELECT max(at) FROM changes AS earlier
        WHERE earlier.method_id = methods.id AND earlier.at <= ?2
    )
    CROSS JOIN descriptions ON descriptions.id = changes.description_id
    WHERE methods.register_id = ?1 AND changes.amount IS NOT NULL
    ORDER BY methods.id
    """

_ADD_DESCRIPTION = """
    INSERT INTO descriptions (method_id, name, currency, accuracy)
    SELECT id, ?3, ?4, ?5 FROM methods WHERE register_id = ?1 AND key = ?2
    ON CONFLICT DO NOTHING
    """

_ADD_CHANGE = """
    INSERT INTO changes (method_id, at, description_id, amount)
    SELECT methods.id, ?6, descriptions.id, ?7 FROM methods
    JOIN descriptions ON method_id = methods.id AND (name, currency, accuracy) = (?3, ?4, ?5)
    WHERE register_id = ?1 AND key = ?2
    """


class RecordTable:
    """Call everything inside one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, register_id: int) -> Mapping[str, Balance]:
        """By key, the balances that were read last."""
        return await balances_at(self._database, register_id, 2**62)

    async def last_span(self, register_id: int) -> StoredSpan | None:
        row = await self._database.row(
            "SELECT began, ended, problem FROM spans WHERE register_id = ?"
            " ORDER BY began DESC LIMIT 1",
            register_id,
        )
        return stored_span(row["began"], row["ended"], row["problem"]) if row else None

    async def last_change(self, register_id: int) -> datetime | None:
        row = await self._database.row(
            "SELECT max((SELECT max(at) FROM changes WHERE method_id = methods.id)) AS at"
            " FROM methods WHERE register_id = ?",
            register_id,
        )
        return from_ms(row["at"]) if row and row["at"] is not None else None

    async def append(
        self, register_id: int, at: datetime, difference: Difference, known: Mapping[str, Balance]
    ) -> None:
        for balance in difference.changed:
            await self._append(register_id, at, balance, str(balance.amount))
        for key in difference.gone:
            await self._append(register_id, at, known[key], None)

    async def begin_span(self, register_id: int, at: datetime) -> None:
        await self._database.write(
            "INSERT INTO spans (register_id, began, ended) VALUES (?1, ?2, ?2)",
            register_id,
            to_ms(at),
        )

    async def extend_span(self, register_id: int, span: StoredSpan, ended: datetime) -> None:
        await self._database.write(
            "UPDATE spans SET ended = ? WHERE register_id = ? AND began = ?",
            to_ms(ended),
            register_id,
            to_ms(span.began),
        )

    async def end_span(self, register_id: int, span: StoredSpan, problem: ProblemKind) -> None:
        """The register could not be read; the next reading begins a new span."""
        await self._database.write(
            "UPDATE spans SET problem = ? WHERE register_id = ? AND began = ?",
            problem,
            register_id,
            to_ms(span.began),
        )

    async def _append(
        self, register_id: int, at: datetime, balance: Balance, amount: str | None
    ) -> None:
        """`amount`: as it is written; None: it is not listed any more."""
        await self._database.write(
            "INSERT INTO methods (register_id, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
            register_id,
            balance.key,
        )
        description = (balance.name, balance.currency, balance.accuracy)
        method = (register_id, balance.key, *description)
        await self._database.write(_ADD_DESCRIPTION, *method)
        await self._database.write(_ADD_CHANGE, *method, to_ms(at), amount)


async def balances_at(database: Database, register_id: int, moment_ms: int) -> dict[str, Balance]:
    """By key, the balances of a register that were listed at the moment."""
    rows = await database.rows(BALANCES_AT, register_id, moment_ms)
    return {
        row["key"]: Balance(
            row["key"],
            row["name"],
            parse_amount(row["amount"]),
            row["currency"],
            row["accuracy"],
        )
        for row in rows
    }


def stored_span(began: int, ended: int, problem: str | None) -> StoredSpan:
    return StoredSpan(from_ms(began), from_ms(ended), ProblemKind(problem) if problem else None)
