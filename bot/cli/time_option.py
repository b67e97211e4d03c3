"""TIME on the command line: a moment or how long ago; says what is wrong with a period."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

import click

UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}

FIRST_YEAR, LAST_YEAR = 1970, 9998
"""Between them every moment can be told in every time zone."""


class TimeOption(click.ParamType[datetime]):
    """A date, a time (ISO 8601), or a period before now: 7d, 24h, 30m.

    What is given without an offset has no time zone; `in_zone` gives it one.
    """

    name = "time"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        ago = re.fullmatch(r"(\d{1,6})([dhm])", value)
        try:
            if ago:
                moment = datetime.now(UTC) - int(ago[1]) * UNITS[ago[2]]
            else:
                moment = datetime.fromisoformat(value)
            if not FIRST_YEAR <= moment.year <= LAST_YEAR:
                raise ValueError
        except (ValueError, OverflowError):
            self.fail(
                f"“{value}” is not a date (2026-11-22), a time (2026-11-22T18:30) "
                "or a period (7d, 24h, 30m)"
            )
        return moment


def in_zone(moment: datetime, zone: tzinfo = UTC) -> datetime:
    """The moment in UTC; `zone`: that of one without an offset."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def check_period(since: datetime | None, until: datetime) -> None:
    """Raises UsageError for a period in the future, or one that ends before it begins."""
    for option, moment in (("--until", until), ("--since", since)):
        if moment:
            refuse_future(option, moment)
    if since and until <= since:
        raise click.UsageError(
            f"--until ({_written(until)}) must be later than --since ({_written(since)})"
        )


def refuse_future(option: str, moment: datetime) -> None:
    """Raises UsageError."""
    if moment > datetime.now(UTC):
        raise click.UsageError(f"{option} ({_written(moment)}) is in the future")


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
