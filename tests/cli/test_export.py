"""`crystalpay-bot export`: whole files of the record, or none and a line that says why."""

from __future__ import annotations

import csv
import json
import os
import pty
import resource
import sys
import zipfile
from datetime import timedelta

import pytest
from cli.past import at, remember, rub, usdt

from bot.cli.export import ProgressBar


@pytest.fixture
async def shops(cli):
    """Two registers; what the second one held changed before the first one did."""
    await cli.has_shop()
    await cli.has_shop("=Market", "market")
    await remember(cli.database, "Shop", (at(5), usdt("1")), (at(6), usdt("2.5")))
    await remember(cli.database, "=Market", (at(), rub("-7.1")), (at(7), rub("8")))


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def test_every_change_is_in_the_file_register_by_register_in_the_order_of_time(cli, shops):
    said = await cli.ok("export", "all.csv")
    path = cli.folder / "all.csv"
    assert said == "Wrote all.csv: 4 changes of 2 registers (0 KiB).\n"
    found = [(row["register"], row["at"][11:16], row["after"], row["change"]) for row in rows(path)]
    assert found == [
        ("Shop", "17:00", "1.000000", ""),
        ("Shop", "18:00", "2.500000", "1.500000"),
        ("'=Market", "12:00", "-7.10", ""),
        ("'=Market", "19:00", "8.00", "15.10"),
    ]
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in cli.folder.iterdir()) == ["all.csv", "data"]


async def test_the_ending_says_the_format_unless_an_option_does(cli, shops):
    for file, options in (("a.json", ()), ("a.jsonl", ()), ("a", ("--format", "json"))):
        await cli.ok("export", file, "--register", "=market", *options)
        lines = (cli.folder / file).read_text("utf-8").splitlines()
        assert [json.loads(each)["register"] for each in lines] == ["=Market", "=Market"]
    await cli.ok("export", "A.XLSX", "--register", "Shop", "--register", "shop")
    assert zipfile.is_zipfile(cli.folder / "A.XLSX")
    result = await cli("export", "a.txt")
    assert result.exit_code == 2
    assert "a.txt: the name says no format; let it end with .csv, .xlsx or .json" in result.stderr


async def test_closings_are_the_last_known_balances_of_each_day_of_the_time_zone(cli):
    await cli.has_shop()
    week = timedelta(days=7)
    first = (at(), usdt("1"))
    await remember(cli.database, "Shop", first, (at(9.5), usdt("2")), (at(34), usdt("3")),
                   gap_after=week)  # fmt: skip
    await remember(cli.database, "Shop", (at(34.1), usdt("3")), fails_at=at(35))
    await remember(cli.database, "Shop", (at(100), usdt("4"), rub("5")))
    until = ("--until", "2026-11-05T23:59")
    await cli.ok("export", "days.csv", "--daily", *until, TIMEZONE="Europe/Moscow")
    found = [tuple(row.values()) for row in rows(cli.folder / "days.csv")]
    assert [(day, method, *rest) for day, _, method, _, _, *rest in found] == [
        ("2026-11-01", "USDTTRC", "1.000000", "yes", "2026-11-02T00:00:00+03:00"),
        ("2026-11-02", "USDTTRC", "2.000000", "yes", "2026-11-03T00:00:00+03:00"),
        ("2026-11-03", "USDTTRC", "3.000000", "no", "2026-11-03T01:06:00+03:00"),
        ("2026-11-04", "USDTTRC", "", "no", ""),
        ("2026-11-05", "USDTTRC", "4.000000", "no", "2026-11-05T19:00:00+03:00"),
        ("2026-11-05", "LZTMARKET", "5.00", "no", "2026-11-05T19:00:00+03:00"),
    ]


async def test_a_day_that_is_asked_for_by_its_date_is_one_of_the_time_zone(cli):
    await cli.has_shop()
    await remember(cli.database, "Shop", (at(), usdt("1")), (at(200), usdt("2")))
    for zone in ("America/New_York", "Asia/Tokyo"):
        period = ("--since", "2026-11-03", "--until", "2026-11-05", "--daily", "--overwrite")
        await cli.ok("export", "days.csv", *period, TIMEZONE=zone)
        days = [row["date"] for row in rows(cli.folder / "days.csv")]
        assert days == ["2026-11-03", "2026-11-04"]


async def test_a_file_that_is_there_is_replaced_only_with_overwrite(cli, shops):
    path = cli.folder / "all.csv"
    path.write_text("before")
    said = "Error: all.csv already exists; use --overwrite to replace it"
    assert await cli.fails("export", "all.csv") == said
    assert path.read_text() == "before"
    await cli.ok("export", "all.csv", "--overwrite")
    assert len(rows(path)) == 4


@pytest.mark.parametrize("name", ["bot.sqlite3", "bot.sqlite3-wal", "bot.key"])
async def test_the_bots_own_files_are_not_replaced(cli, shops, name):
    own = cli.database.with_name(name)
    before = own.read_bytes() if own.exists() else None
    line = await cli.fails("export", str(own), "--format", "csv", "--overwrite")
    assert "belongs to the bot; choose another name" in line
    assert (own.read_bytes() if own.exists() else None) == before


@pytest.mark.parametrize("options", ["", "--daily"])
async def test_a_time_of_which_nothing_is_known_makes_no_file(cli, shops, options):
    line = await cli.fails("export", "a.csv", "--until", "2026-10-01", *options.split())
    assert line == "Error: nothing is recorded of that time; no file was written"
    assert not (cli.folder / "a.csv").exists()


async def test_without_registers_there_is_nothing_to_export(cli):
    assert "there are no registers yet" in await cli.fails("export", "a.csv")


@pytest.mark.parametrize("file", ["big.csv", "big.xlsx", "big.json"])
async def test_a_full_disk_leaves_no_half_file_and_is_one_line(cli, file):
    """As a disk that is full: files may not grow beyond 60 kB."""
    await cli.has_shop()
    many = [(at(minutes=n), usdt(f"{n}.{n:06}")) for n in range(2500)]
    await remember(cli.database, "Shop", *many)
    code, out, errors = await cli.process(
        "export", file, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000,) * 2)
    )
    assert (code, out) == (1, "")
    assert errors == f"Error: {file}: File too large; no file was written\n"
    assert [each.name for each in cli.folder.iterdir()] == ["data"]


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (1000, f"\rExporting [{'#' * 7}{'-' * 23}]  25 %  250 rows"),
        (None, "\rExporting… 250 rows"),
    ],
)
def test_a_terminal_sees_how_far_it_is_and_then_an_empty_line(monkeypatch, total, said):
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as screen:
        monkeypatch.setattr(sys, "stderr", screen)
        progress = ProgressBar(total, shown_after=0)
        progress.show(250)
        progress.clear()
        monkeypatch.undo()
        shown = os.read(ours, 1000).decode()
    os.close(ours)
    assert shown == f"{said}\r{' ' * (len(said) - 1)}\r"


def test_what_is_quick_shows_no_progress(capsys):
    progress = ProgressBar(1000)
    progress.show(250)
    progress.clear()
    assert capsys.readouterr().err == ""


async def test_a_pipe_sees_no_progress(cli):
    await cli.has_shop()
    many = [(at(minutes=n), usdt(n)) for n in range(3000)]
    await remember(cli.database, "Shop", *many)
    code, out, errors = await cli.process("export", "a.json")
    assert (code, errors) == (0, "")
    assert out.startswith("Wrote a.json: 3,000 changes of 1 register (")
