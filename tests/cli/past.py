"""Puts a past into the record of a register, before a command asks about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.domain.readings import Balance, ProblemKind, Reading
from bot.services.recorder import MIN_GAP, Recorder
from bot.storage import RegisterTable, open_database

BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def at(hours=0.0, **others):
    return BEGAN + timedelta(hours=hours, **others)


def usdt(amount, name="USDT TRC-20", accuracy=6):
    return Balance("USDTTRC", name, Decimal(amount), "USDT", accuracy)


def rub(amount):
    return Balance("LZTMARKET", "LZT Market", Decimal(amount), "RUB", 2)


async def remember(path, register, *readings, fails_at=None, gap_after=MIN_GAP):
    """`readings`: moments with the balances then; `fails_at`: nobody answers any more."""
    async with open_database(path) as database:
        recorder = Recorder(database, gap_after=gap_after)
        found = await RegisterTable(database).named(register)
        assert found
        for moment, *balances in readings:
            recorder.record(found.id, Reading(moment, tuple(balances)))
        if fails_at:
            recorder.record_failure(found.id, fails_at, ProblemKind.TIMED_OUT)
        await recorder.close()
