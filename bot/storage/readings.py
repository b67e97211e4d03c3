"""The table of the last reading of each register; amounts are stored as the exact text."""

import json

from bot.domain.amounts import MAX_AMOUNT_DIGITS, parse_amount
from bot.domain.readings import Balance, Reading
from bot.storage.database import Database
from bot.storage.timestamps import from_ms, now_ms, to_ms


class ReadingTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, register_id: int) -> Reading | None:
        row = await self._database.row(
            "SELECT as_of, balances FROM readings WHERE register_id = ?", register_id
        )
        if row is None:
            return None
        return decode_reading(row["as_of"], row["balances"])

    async def save(self, register_id: int, reading: Reading) -> None:
        """Save it as the last one, unless a newer one is stored or the register is gone."""
        await self._database.write(
            """
            INSERT INTO readings (register_id, as_of, balances)
            SELECT id, ?2, ?3 FROM registers WHERE id = ?1
            ON CONFLICT (register_id) DO UPDATE
            SET as_of = excluded.as_of, balances = excluded.balances
            WHERE excluded.as_of >= as_of OR as_of > ?4
            """,
            register_id,
            to_ms(reading.as_of),
            _to_json(reading.balances),
            now_ms(),  # a stored time in the future came from a wrong clock
        )


def _to_json(balances: tuple[Balance, ...]) -> str:
    rows = [(b.key, b.name, str(b.amount), b.currency, b.accuracy) for b in balances]
    return json.dumps(rows, ensure_ascii=False)


def decode_reading(as_of: int, balances: str) -> Reading:
    """From columns to a reading. Raises ValueError or OverflowError for anything malformed."""
    rows = json.loads(balances)
    if not isinstance(rows, list):
        raise ValueError("no list of balances")
    return Reading(from_ms(as_of), tuple(_balance(row) for row in rows))


def _balance(row: object) -> Balance:
    match row:
        case [str(key), str(name), str(amount), str(currency), int(accuracy)]:
            if type(accuracy) is int and 0 <= accuracy <= MAX_AMOUNT_DIGITS:
                return Balance(key, name, parse_amount(amount), currency, accuracy)
    raise ValueError("no balance")
