"""`crystalpay-bot audit`: the trail of what was done, for eyes or for a program."""

import re
import textwrap
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from typing import TYPE_CHECKING

import click

from bot.cli.runner import with_services
from bot.cli.terminal_json import json_text

if TYPE_CHECKING:
    from bot.domain.audit import AuditEntry, ViewCount
    from bot.services import Services

UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


class Since(click.ParamType[datetime]):
    """A day, a time (ISO 8601, UTC if it names no zone), or how long ago: 7d, 24h, 30m."""

    name = "time"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        ago = re.fullmatch(r"(\d{1,6})([dhm])", value)
        try:
            if ago:
                return datetime.now(UTC) - int(ago[1]) * UNITS[ago[2]]
            moment = datetime.fromisoformat(value)
        except (ValueError, OverflowError):
            self.fail(
                f"«{value}» is neither like 2026-11-22 or 2026-11-22T18:30 nor like 7d or 24h"
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@click.option("--since", type=Since(), help="From this day or time on, or for so long: 7d, 24h.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def audit(since: datetime | None, as_json: bool) -> None:
    """Show who did what and when, the oldest first; times in UTC.

    Then how often each chat looked at balances, by day.
    """

    day = since.astimezone(UTC).date() if since else date.min

    async def work(services: "Services") -> "Sequence[ViewCount]":
        async for entry in services.audit.since(since):
            click.echo(_json_line(entry) if as_json else _readable(entry))
        return await services.audit.view_counts(day)

    view_counts = with_services(work)
    if view_counts and not as_json:
        click.echo("\nLooks at balances, a day and chat")
    for each in view_counts:
        click.echo(_json_looks(each) if as_json else _readable_looks(each))


def _readable(entry: "AuditEntry") -> str:
    from bot.presentation.audit_events import describe, who

    t = NullTranslations()
    sentence = textwrap.fill(
        describe(entry, t), 80, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    head = f"{entry.at:%Y-%m-%d %H:%M:%S}  {who(entry, t, longest=40)}"
    return f"{click.style(head, bold=True)}\n{sentence}"


def _readable_looks(each: "ViewCount") -> str:
    from bot.presentation.audit_events import chat

    return f"{each.day}  {each.count:>6}  {chat(each.chat_id, each.chat_title, longest=30)}"


def _json_line(entry: "AuditEntry") -> str:
    return json_text(
        {
            "at": entry.at.isoformat(timespec="milliseconds"),
            "event": entry.event,
            "user_id": entry.actor.user_id,
            "user_name": entry.actor.name,
            "chat_id": entry.chat_id,
            "details": entry.details,
        }
    )


def _json_looks(each: "ViewCount") -> str:
    return json_text({"day": str(each.day), "chat_id": each.chat_id, "looks": each.count})
