"""`crystalpay-bot audit`: prints the audit trail for a person or for a program."""

import textwrap
from collections.abc import Sequence
from datetime import date, datetime
from gettext import NullTranslations
from typing import TYPE_CHECKING

import click

from bot.cli.runner import with_services
from bot.cli.terminal_json import json_text
from bot.cli.time_option import TimeOption, in_zone

if TYPE_CHECKING:
    from bot.domain.audit import AuditEntry, ViewCount
    from bot.services import Services


@click.command()
@click.option(
    "--since", type=TimeOption(), help="Leave out what is older: a date, a time or a period."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def audit(since: datetime | None, as_json: bool) -> None:
    """Print who did what and when, oldest first.

    Balance views are counted per day and chat and follow at the end. Times are
    in UTC.

    \b
    Examples:
      crystalpay-bot audit --since 7d
      crystalpay-bot audit --since 2026-11-22
    """
    since = in_zone(since) if since else None
    day = since.date() if since else date.min

    async def work(services: "Services") -> "tuple[bool, Sequence[ViewCount]]":
        any_entry = False
        async for entry in services.audit.since(since):
            any_entry = True
            click.echo(_json_entry(entry) if as_json else _readable_entry(entry))
        return any_entry, await services.audit.view_counts(day)

    any_entry, view_counts = with_services(work)
    if not any_entry and not view_counts:
        click.echo("Nothing recorded since then." if since else "Nothing recorded yet.", err=True)
    if view_counts and not as_json:
        click.echo("\nBalance views per day and chat")
    for each in view_counts:
        click.echo(_json_views(each) if as_json else _readable_views(each))


def _readable_entry(entry: "AuditEntry") -> str:
    from bot.presentation.audit_events import describe, who

    t = NullTranslations()
    sentence = textwrap.fill(
        describe(entry, t), 80, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    head = f"{entry.at:%Y-%m-%d %H:%M:%S}  {who(entry, t, longest=40)}"
    return f"{click.style(head, bold=True)}\n{sentence}"


def _readable_views(each: "ViewCount") -> str:
    from bot.presentation.names import chat

    return f"{each.day}  {each.count:>6}  {chat(each.chat_id, each.chat_title, longest=30)}"


def _json_entry(entry: "AuditEntry") -> str:
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


def _json_views(each: "ViewCount") -> str:
    return json_text({"day": str(each.day), "chat_id": each.chat_id, "views": each.count})
