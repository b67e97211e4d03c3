"""How rows become a file: CSV, XLSX or JSON lines. Writers hold no more than they are handed."""

import csv
import json
from collections.abc import Sequence
from datetime import tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bot.exports.rows import Row


class Format(StrEnum):
    """The values are the endings of files, too."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


class Writer(Protocol):
    """Writes one file; each call may raise OSError."""

    def write(self, rows: Sequence[Row]) -> None: ...

    def finish(self) -> None:
        """Nothing follows; the file is whole then."""

    def release(self) -> None:
        """Close what is open, also when the file is not whole."""


class CsvWriter:
    """As Excel opens it by a double click: a byte order mark, commas, CRLF."""

    def __init__(self, path: Path, heads: Sequence[str], zone: tzinfo) -> None:
        self._zone = zone
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow(heads)

    def write(self, rows: Sequence[Row]) -> None:
        self._csv.writerows(row.cells(self._zone) for row in rows)

    def finish(self) -> None:
        self._file.close()

    def release(self) -> None:
        self._file.close()


class JsonLinesWriter:
    """One object a line; it has no heads."""

    def __init__(self, path: Path, _: Sequence[str], zone: tzinfo) -> None:
        self._zone = zone
        self._file = path.open("w", encoding="utf-8")

    def write(self, rows: Sequence[Row]) -> None:
        values = (row.values(self._zone) for row in rows)
        self._file.writelines(f"{json.dumps(each, ensure_ascii=False)}\n" for each in values)

    def finish(self) -> None:
        self._file.close()

    def release(self) -> None:
        self._file.close()


def open_writer(
    export_format: Format, path: Path, heads: Sequence[str], zone: tzinfo, sheet: str
) -> Writer:
    """`path`: in a folder that is the writer's alone; `sheet`: the name of an XLSX's tab."""
    match export_format:
        case Format.CSV:
            return CsvWriter(path, heads, zone)
        case Format.JSON:
            return JsonLinesWriter(path, heads, zone)
        case Format.XLSX:
            from bot.exports.spreadsheet import XlsxWriter  # XlsxWriter takes 90 ms to import

            return XlsxWriter(path, heads, zone, sheet)
