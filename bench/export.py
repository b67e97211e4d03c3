"""The export of a million changes: seconds, peak memory, size; prints a line for each format."""

import argparse
import os
import sqlite3
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.contestants import COMMAND
from bench.seed import seed

METHODS = 30
SPACING = timedelta(seconds=30)
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
            "INSERT INTO changes VALUES (1, ?, ?, ?, ?)",
            (
                (first + n * step, 1 + n % METHODS, 1 + n % METHODS, f"{1000 + n}.{n % 10**6:06}")
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


def _megabytes(file: Path) -> str:
    return f"{file.stat().st_size / 10**6:.0f} MB"


if __name__ == "__main__":
    main()
