"""The export of a million changes: seconds, peak memory, size, and how long the loop is held."""

import argparse
import asyncio
import os
import sqlite3
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.contestants import COMMAND
from bench.seed import seed
from bot.app import open_services
from bot.config import Settings
from bot.exports.formats import Format
from bot.services.exports import ExportScope

METHODS = 30
SPACING = timedelta(seconds=30)
PAUSES_OVER = 50_000 * SPACING
FORMATS = ("csv", "json", "xlsx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=1_000_000)
    changes = parser.parse_args().changes
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        seed(folder / "bot.sqlite3", registers=1, grants=[])
        fill(folder / "bot.sqlite3", changes)
        print(f"{changes:,} changes, database {_megabytes(folder / 'bot.sqlite3')}")
        for each in FORMATS:
            measure(folder, f"all.{each}")
        measure(folder, "closings.csv", "--daily")
        for each in Format:
            asyncio.run(measure_pauses(folder, each))


def fill(database: Path, changes: int) -> None:
    """A register whose balances change one after the other, until now."""
    began = datetime.now(UTC) - changes * SPACING
    first = int(began.timestamp()) * 1000
    step = SPACING // timedelta(milliseconds=1)
    with sqlite3.connect(database) as connection:
        for method in range(1, METHODS + 1):
            connection.execute("INSERT INTO methods VALUES (?, 1, ?)", (method, f"METHOD{method}"))
            connection.execute(
                "INSERT INTO descriptions VALUES (?1, ?1, ?2, 'USDT', 6)",
                (method, f"USDT TRC-20 number {method}"),
            )
        connection.executemany(
            "INSERT INTO changes VALUES (?1, ?2, ?1, ?3)",
            (
                (1 + n % METHODS, first + n * step, f"{1000 + n}.{n % 10**6:06}")
                for n in range(changes)
            ),
        )
        connection.execute(
            "INSERT INTO spans VALUES (1, ?, ?, NULL)", (first, first + changes * step)
        )
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    connection.close()


def measure(folder: Path, file: str, *options: str) -> None:
    env = {"DATABASE_PATH": str(folder / "bot.sqlite3"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [COMMAND, "export", file, *options], env=env, cwd=folder, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    assert status == 0, f"{file} failed"
    seconds, peak = time.monotonic() - began, usage.ru_maxrss / 1024
    print(f"{file}: {seconds:.1f} s, peak {peak:.0f} MB, {_megabytes(folder / file)}", flush=True)


async def measure_pauses(folder: Path, export_format: Format) -> None:
    """How long others of the same process wait for the loop while it exports."""
    settings = Settings.model_construct(database_path=folder / "bot.sqlite3")
    async with open_services(settings) as services:
        registers = [each.register for each in await services.registers.listed()]
        scope = ExportScope(
            registers, datetime.now(UTC) - PAUSES_OVER, datetime.now(UTC), False, UTC
        )
        pauses: list[float] = []
        ticking = asyncio.create_task(_tick(pauses))
        await services.exports.write(folder / f"part.{export_format}", scope, export_format)
        ticking.cancel()
    longest, typical = max(pauses) * 1000, statistics.quantiles(pauses, n=100)[98] * 1000
    print(f"{export_format}: between two turns of the loop {longest:.0f} ms, p99 {typical:.0f} ms")


async def _tick(pauses: list[float]) -> None:
    """Counts the processor time of this process, not that of others which keep the machine busy."""
    while True:
        began = time.process_time()
        await asyncio.sleep(0.001)
        pauses.append(time.process_time() - began)


def _megabytes(file: Path) -> str:
    return f"{file.stat().st_size / 10**6:.0f} MB"


if __name__ == "__main__":
    main()
