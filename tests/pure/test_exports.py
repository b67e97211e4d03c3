"""Files hold what the record says, exact, whole or not at all, and run nothing in a spreadsheet."""

from __future__ import annotations

import asyncio
import csv
import errno
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure.amounts_made import amounts

from bot.domain.amounts import total
from bot.domain.readings import Balance
from bot.exports.defusing import defused
from bot.exports.file import CHUNK, ExportFailed, Layout, TargetExists, write_file
from bot.exports.formats import Format, open_writer
from bot.exports.rows import ClosingRow, ExportRow
from bot.exports.spreadsheet import XlsxWriter

MOSCOW = ZoneInfo("Europe/Moscow")
AT = datetime(2026, 11, 22, 22, 30, 0, 250_000, tzinfo=UTC)
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def row(before="100.1", after="125.6", name="USDT TRC-20", register="Shop", accuracy=6):
    amounts = (None if each is None else Decimal(each) for each in (before, after))
    return ExportRow(AT, register, "USDTTRC", name, "USDT", accuracy, *amounts)


def layout(export_format, rows=ExportRow):
    return Layout(export_format, rows.HEADS, MOSCOW, "Changes")


async def stream(rows):
    for each in rows:
        yield each


async def written(folder, export_format, rows):
    target = folder / f"all.{export_format}"
    count = await write_file(target, stream(rows), layout(export_format, type(rows[0])))
    assert count == len(rows)
    return target


def sheets(path):
    """By the name of its file, the rows of each sheet, every cell as text with its type."""
    with zipfile.ZipFile(path) as book:
        names = sorted(n for n in book.namelist() if n.startswith("xl/worksheets/sheet"))
        return {name: list(_rows(ElementTree.fromstring(book.read(name)))) for name in names}


def _rows(sheet):
    assert list(sheet.iter(f"{XML}f")) == [], "nothing is a formula"
    for each in sheet.iter(f"{XML}row"):
        cells = {}
        for cell in each.iter(f"{XML}c"):
            assert cell.get("t") == "inlineStr", "every cell is text"
            column = cell.get("r").rstrip("0123456789")
            cells[column] = "".join(text.text or "" for text in cell.iter(f"{XML}t"))
        yield cells


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+7 900", "-x", "@SUM(A1)", "\t=1", "\r=1", "\x00", "\x85", "＝1", "＋", "－", "＠"],
)
def test_a_name_that_a_spreadsheet_would_compute_is_defused(name):
    assert defused(name) == f"'{name}"


@pytest.mark.parametrize("name", ["", "Shop", "'=1", "1-2", " =1", "💎", "№1"])
def test_any_other_name_stays_as_it_is(name):
    assert defused(name) == name


async def test_a_csv_opens_in_excel_and_its_amounts_are_not_touched(tmp_path):
    rows = [
        row(),
        row("0.05", "-12.5", name='=cmd|"x"', register="@shop"),
        row(None, "-0.0000001"),
        row("1234567.5", None, name="Tom, Dick"),
    ]
    content = (await written(tmp_path, Format.CSV, rows)).read_bytes()
    assert content.decode("utf-8") == (
        "\ufeffat,at_local,register,method,name,currency,before,after,change\r\n"
        "2026-11-22T22:30:00.250+00:00,2026-11-23 01:30:00,Shop,USDTTRC,USDT TRC-20,USDT,"
        "100.100000,125.600000,25.500000\r\n"
        "2026-11-22T22:30:00.250+00:00,2026-11-23 01:30:00,'@shop,USDTTRC,"
        '"\'=cmd|""x""",USDT,0.050000,-12.500000,-12.550000\r\n'
        "2026-11-22T22:30:00.250+00:00,2026-11-23 01:30:00,Shop,USDTTRC,USDT TRC-20,USDT,"
        ",-0.0000001,\r\n"
        '2026-11-22T22:30:00.250+00:00,2026-11-23 01:30:00,Shop,USDTTRC,"Tom, Dick",USDT,'
        "1234567.500000,,\r\n"
    )


async def test_json_has_a_line_for_each_change_with_names_as_they_are_and_null_for_nothing(
    tmp_path,
):
    rows = [row(None, "1", name="=1"), row("1", None), row("-1", "1e3")]
    lines = (await written(tmp_path, Format.JSON, rows)).read_text("utf-8").splitlines()
    came, went, changed = map(json.loads, lines)
    assert came == {
        "at": "2026-11-22T22:30:00.250+00:00",
        "register": "Shop",
        "method": "USDTTRC",
        "name": "=1",
        "currency": "USDT",
        "before": None,
        "after": "1.000000",
        "change": None,
    }
    assert (went["before"], went["after"], went["change"]) == ("1.000000", None, None)
    assert (changed["after"], changed["change"]) == ("1000.000000", "1001.000000")


async def test_an_xlsx_has_the_same_cells_as_text(tmp_path):
    rows = [row(), row(None, "-7", name="=1+1")]
    book = sheets(await written(tmp_path, Format.XLSX, rows))
    ((heads, first, second),) = book.values()
    assert tuple(heads.values()) == ExportRow.HEADS
    assert tuple(first.values()) == rows[0].cells(MOSCOW)
    assert (second["E"], second["H"]) == ("'=1+1", "-7.000000")
    assert "G" not in second


def test_more_rows_than_a_sheet_holds_go_on_in_the_next_one(tmp_path):
    book = XlsxWriter(tmp_path / "a.xlsx", ["n"], UTC, "Changes", rows_of_a_sheet=3)
    book.write([Numbered(n) for n in range(5)])
    book.finish()
    found = sheets(tmp_path / "a.xlsx")
    columns = [[each["A"] for each in rows] for rows in found.values()]
    assert columns == [["n", "0", "1"], ["n", "2", "3"], ["n", "4"]]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    names = [each.get("name") for each in workbook.iter(f"{XML}sheet")]
    assert names == ["Changes", "Changes 2", "Changes 3"]


class Numbered:
    HEADS: ClassVar[tuple[str, ...]] = ("n",)

    def __init__(self, number):
        self.number = number

    def cells(self, _):
        return (str(self.number),)

    def values(self, _):
        return {"n": self.number}


async def test_a_closing_says_until_when_it_was_known_and_tells_nothing_of_an_unknown_day(tmp_path):
    balance = Balance("BITCOIN", "Bitcoin", Decimal("0.5"), "BTC", 8)
    day = date(2026, 11, 22)
    midnight = datetime(2026, 11, 22, 21, tzinfo=UTC)
    rows = [
        ClosingRow(day, "Shop", balance, True, midnight),
        ClosingRow(day, "Shop", balance, False, midnight - timedelta(hours=5)),
        ClosingRow(day, "Shop", balance, False, None),
    ]
    content = (await written(tmp_path, Format.CSV, rows)).read_text("utf-8-sig")
    assert content.splitlines() == [
        "date,register,method,name,currency,balance,known,as_of",
        "2026-11-22,Shop,BITCOIN,Bitcoin,BTC,0.50000000,yes,2026-11-23T00:00:00+03:00",
        "2026-11-22,Shop,BITCOIN,Bitcoin,BTC,0.50000000,no,2026-11-22T19:00:00+03:00",
        "2026-11-22,Shop,BITCOIN,Bitcoin,BTC,,no,",
    ]
    lines = (await written(tmp_path, Format.JSON, rows)).read_text("utf-8").splitlines()
    assert [json.loads(each)["known"] for each in lines] == [True, False, False]
    assert json.loads(lines[2])["balance"] is None


async def test_nothing_to_write_is_no_file_and_nothing_is_left_behind(tmp_path):
    assert await write_file(tmp_path / "a.csv", stream([]), layout(Format.CSV)) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("export_format", Format)
async def test_what_breaks_off_in_the_middle_leaves_no_file_and_the_old_one_as_it_was(
    tmp_path, export_format
):
    async def breaks_off():
        for _ in range(3 * CHUNK):
            yield row()
        raise LookupError

    target = tmp_path / "a"
    target.write_text("before")
    with pytest.raises(LookupError):
        await write_file(target, breaks_off(), layout(export_format), overwrite=True)
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert target.read_text() == "before"


async def test_a_file_that_is_there_is_replaced_only_if_that_was_allowed(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("before")
    with pytest.raises(TargetExists):
        await write_file(target, stream([row()]), layout(Format.CSV))
    assert target.read_text() == "before"
    await write_file(target, stream([row()]), layout(Format.CSV), overwrite=True)
    assert target.read_text("utf-8-sig").startswith("at,")
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


async def test_a_file_that_comes_meanwhile_is_not_replaced(tmp_path):
    target = tmp_path / "a.csv"

    async def rows():
        yield row()
        target.write_text("of somebody else")

    with pytest.raises(TargetExists):
        await write_file(target, rows(), layout(Format.CSV))
    assert target.read_text() == "of somebody else"


async def test_a_folder_that_is_missing_is_one_line(tmp_path):
    target = tmp_path / "nowhere" / "a.csv"
    with pytest.raises(ExportFailed, match="No such file or directory; no file was written"):
        await write_file(target, stream([row()]), layout(Format.CSV))


async def test_a_full_disk_is_called_by_its_name(tmp_path):
    async def rows():
        yield row()
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(ExportFailed, match=r"a\.csv: the disk is full; no file was written"):
        await write_file(tmp_path / "a.csv", rows(), layout(Format.CSV))
    assert list(tmp_path.iterdir()) == []


async def test_progress_is_told_and_the_loop_is_free_meanwhile(tmp_path):
    """A clock that ticks every 2 ms is never kept waiting for a whole export."""
    told: list[int] = []
    longest = 0.0
    running = True

    async def ticks():
        nonlocal longest
        loop = asyncio.get_running_loop()
        while running:
            began = loop.time()
            await asyncio.sleep(0.002)
            longest = max(longest, loop.time() - began)

    clock = asyncio.create_task(ticks())
    rows = (row(str(n), str(n + 1)) for n in range(20 * CHUNK))
    began = asyncio.get_running_loop().time()
    await write_file(
        tmp_path / "a.xlsx", stream(rows), layout(Format.XLSX), on_progress=told.append
    )
    lasted = asyncio.get_running_loop().time() - began
    running = False
    await clock
    assert told == [CHUNK * n for n in range(1, 21)]
    assert longest < lasted / 4


@settings(max_examples=60, deadline=None)
@given(st.lists(amounts, min_size=2, max_size=8), st.integers(0, 9))
def test_the_sum_of_the_changes_is_the_last_amount_less_the_first(seen, accuracy):
    rows = [row(str(one), str(other), accuracy=accuracy) for one, other in pairwise(seen)]
    changes = [Decimal(each.cells(UTC)[-1]) for each in rows]
    first, last = rows[0].cells(UTC)[-3], rows[-1].cells(UTC)[-2]
    assert total([Decimal(first), *changes]) == Decimal(last) == seen[-1]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_every_name_comes_back_from_a_csv(name):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        writer = open_writer(Format.CSV, path, ExportRow.HEADS, UTC, "Changes")
        writer.write([row(name=name)])
        writer.finish()
        with path.open(encoding="utf-8-sig", newline="") as file:
            (_, cells) = csv.reader(file)
    assert cells[4] == defused(name)
    assert cells[4][:1] not in set("=+-@\t\r\n")
