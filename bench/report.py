"""From the figures of all rounds to docs/benchmarks.md; measures nothing."""

import os
import platform
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.contestants import AIOGRAM, OURS, PEERS_AND_US
from bench.figures import Measured

Results = dict[str, list[Measured]]
"""By contestant, what was measured in each round."""

DOCUMENT = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BY_HAND = "<!-- Below this line nothing is generated. -->"
GROWTH = "<!-- From here on `make growth` writes. -->"
END_OF_GROWTH = "<!-- Up to here. -->"
PACKAGES = (
    "aiogram",
    "python-telegram-bot",
    "pyTelegramBotAPI",
    "pydantic",
    "httpx",
    "aiohttp",
    "aiosqlite",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `more`: more is better."""

    key: str
    name: str
    digits: int = 1
    more: bool = False


ROWS = (
    Row("start", "start to first getUpdates, s", 2),
    Row("first", "first answer after the start, ms", 0),
    Row("rss", "memory at rest (RSS), MB", 0),
    Row("pss", "memory at rest (PSS), MB", 0),
    Row("many_rss", "memory after 10,000 answers (RSS), MB", 0),
    Row("fresh_p50", "/balance, a reading each, p50, ms", 2),
    Row("fresh_p99", "/balance, a reading each, p99, ms", 2),
    Row("young_p50", "/balance, reading young, p50, ms", 2),
    Row("young_p99", "/balance, reading young, p99, ms", 2),
    Row("toggle_p50", "toggle, p50, ms", 2),
    Row("hundred", "answers a second, 100 chats at once", 0, more=True),
    Row("crowd", "answers a second, 1,000 chats at once, one register", 0, more=True),
    Row("crowd_answered", "… of them answered", 0, more=True),
    Row("crowd_requests", "… requests to CrystalPAY", 0),
    Row("fifty", "answers a second, 1,000 chats at once, 50 registers", 0, more=True),
    Row("fifty_answered", "… of them answered", 0, more=True),
    Row("fifty_requests", "… requests to CrystalPAY", 0),
    Row("fresh_cpu", "CPU for 1,000 answers, one asker, a reading each, s", 2),
    Row("young_cpu", "CPU for 1,000 answers, one asker, reading young, s", 2),
    Row("crowd_cpu", "CPU for 1,000 answers, 1,000 chats at once, s", 2),
    Row("many_cpu", "CPU for 1,000 answers, 50 chats at a time, s", 2),
    Row("terminal", "balances in the terminal, s (beside: a script with httpx)", 2),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio to the plainest aiogram bot of the same round; `key` may differ on its side."""

    name: str
    key: str
    bound: float
    theirs: str = ""
    more: bool = False


TARGETS = (
    Target("start to first getUpdates", "start", 0.40),
    Target("memory at rest (RSS)", "rss", 0.60),
    Target("/balance p50, a reading each", "fresh_p50", 0.95),
    Target("/balance p50, reading shared or young", "young_p50", 0.50),
    Target("toggle p50", "toggle_p50", 0.50),
    Target("answers a second, 1,000 chats, one register", "crowd", 2.5, more=True),
    Target("CPU for 1,000 answers, 50 chats at a time", "many_cpu", 0.60),
    Target("CPU for 1,000 answers, one asker, reading young", "young_cpu", 0.60),
)


def page(results: Results) -> str:
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`. Every contestant is a process of its own and talks to the "
            "same two servers on loopback, which answer at once; see `bench/`. For the figures of "
            "one asker all of them run at once and are asked in turn, twenty questions each, so "
            "that a machine that slows down slows down all; the other figures of a round are "
            "taken one contestant after another. Ratios are made within a round. Absolute times "
            "belong to this machine; ratios travel better.",
            "",
            *machine(),
            f"- rounds: {len(results[OURS.key])}",
            "",
            "## Against the targets",
            "",
            "Ratio of this bot to the plainest aiogram bot: median of the rounds, and their range.",
            "",
            *table(("figure", "ratio", "target", "held"), _target_rows(results)),
            "",
            "## All figures",
            "",
            "Median of the rounds (least – most), and below it how many times ours that is.",
            "",
            *table(("figure", *(c.label for c in PEERS_AND_US)), _figure_rows(results)),
            "",
        ]
    )


def write_page(path: Path, results: Results) -> None:
    """What was written by hand below the mark stays."""
    by_hand = "\n"
    if path.exists() and BY_HAND in (old := path.read_text(encoding="utf-8")):
        by_hand = old.partition(BY_HAND)[2]
    path.write_text(f"{page(results)}\n{BY_HAND}{by_hand}", encoding="utf-8")


def write_growth(path: Path, lines: Sequence[str]) -> None:
    """Put the table of growth between its marks; everything else stays."""
    before, _, rest = path.read_text(encoding="utf-8").partition(GROWTH)
    behind = rest.partition(END_OF_GROWTH)[2]
    text = "\n".join([before + GROWTH, "", *lines, "", END_OF_GROWTH + behind])
    path.write_text(text, encoding="utf-8")


def machine() -> list[str]:
    cpu = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    load = ", ".join(f"{part:.2f}" for part in os.getloadavg())
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load average at the end: {load} "
        "(the benchmark itself keeps about one core busy)",
        f"- {cpu[1] if cpu else 'unknown CPU'}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.release().partition('-')[0]}, Python {platform.python_version()}",
        f"- {packages}",
    ]


def _values(results: Results, contestant: str, key: str) -> list[float]:
    return [measured[key] for measured in results[contestant] if key in measured]


def ratios(results: Results, target: Target) -> list[float]:
    """Ours to the plainest aiogram's, round by round."""
    pairs = zip(
        _values(results, OURS.key, target.key),
        _values(results, AIOGRAM.key, target.theirs or target.key),
        strict=True,
    )
    return [ours / theirs if theirs else float("inf") for ours, theirs in pairs]


def _target_rows(results: Results) -> Iterable[Sequence[str]]:
    for target in TARGETS:
        found = ratios(results, target)
        if not found:
            continue
        middle = statistics.median(found)
        held = middle >= target.bound if target.more else middle <= target.bound
        sign = "≥" if target.more else "≤"
        verdict = "yes" if held else f"no, missed by {abs(middle / target.bound - 1):.0%}"
        yield target.name, _spread(found, 2), f"{sign} {target.bound:.2f}", verdict


def _figure_rows(results: Results) -> Iterable[Sequence[str]]:
    for row in ROWS:
        ours = _values(results, OURS.key, row.key)
        if not ours:
            continue
        cells = []
        for contestant in PEERS_AND_US:
            values = _values(results, contestant.key, row.key)
            cells.append(_cell(values, statistics.median(ours), row) if values else "–")
        yield row.name, *cells


def _cell(values: Sequence[float], ours: float, row: Row) -> str:
    text = _spread(values, row.digits)
    return f"{text}<br>×{statistics.median(values) / ours:.2f}" if ours else text


def _spread(values: Sequence[float], digits: int) -> str:
    middle = f"{statistics.median(values):,.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):,.{digits}f} – {max(values):,.{digits}f})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]
