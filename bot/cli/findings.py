"""What `check` found out about one thing, laid out for a terminal of any width; asks nobody."""

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import click


class State(StrEnum):
    OK = "OK"
    NOT_ANSWERING = "not answering"
    KEYS_REJECTED = "keys rejected"
    DAMAGED = "damaged"
    FAILED = "failed"


STATE_WIDTH = max(len(state) for state in State)

TIME_WIDTH = len("  12345 ms")

MIN_DETAILS_WIDTH = 24
"""Columns that the details need beside the rest; where there are fewer, they stand below it."""

UNLIMITED = 100_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, how it is, and how many milliseconds it took (0: it was not asked)."""

    subject: str
    state: State
    details: str = ""
    took_ms: float = 0


def window_width() -> int:
    """Columns of the terminal. Without one there is no limit: a pipe gets a line per finding."""
    return shutil.get_terminal_size(fallback=(UNLIMITED, 24)).columns


def laid_out(findings: Sequence[Finding], width: int) -> str:
    """A table wrapped between words; in a narrow window, a paragraph for each finding."""
    subject_width = max(len(finding.subject) for finding in findings)
    indent = subject_width + STATE_WIDTH + TIME_WIDTH + 4
    if width - indent < MIN_DETAILS_WIDTH:
        return "\n".join(_paragraph(finding, width) for finding in findings)
    return "\n".join(_row(finding, subject_width, width, indent) for finding in findings)


def _row(finding: Finding, subject_width: int, width: int, indent: int) -> str:
    head = f"{_plain(finding.subject):<{subject_width}}  {_state(finding)}{_time(finding)}"
    return f"{head}  {_wrapped(finding.details, width, indent)}".rstrip()


def _paragraph(finding: Finding, width: int) -> str:
    subject = _wrapped(finding.subject, width, 0)
    head = f"  {_state(finding)}{_time(finding)}".rstrip()
    details = "    " + _wrapped(finding.details, width, 4)
    return "\n".join(line for line in (subject, head, details.rstrip()) if line)


def _state(finding: Finding) -> str:
    colour = "green" if finding.state is State.OK else "red"
    return click.style(finding.state, fg=colour) + " " * (STATE_WIDTH - len(finding.state))


def _time(finding: Finding) -> str:
    took = f"{finding.took_ms:.0f} ms" if finding.took_ms >= 0.5 else ""
    return f"{took:>{TIME_WIDTH}}"


def _wrapped(text: str, width: int, indent: int) -> str:
    """All lines but the first are indented. No word is broken: a path can still be copied."""
    lines = textwrap.wrap(
        _plain(text), width - indent, break_long_words=False, break_on_hyphens=False
    )
    return f"\n{' ' * indent}".join(lines)


def _plain(text: str) -> str:
    """Names that others chose cannot control the terminal."""
    from bot.presentation.names import plain

    return plain(text)
