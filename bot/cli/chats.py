"""`crystalpay-bot chat …`: which chat may see which register."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.cli.runner import with_services

if TYPE_CHECKING:
    from bot.domain.registers import Register
    from bot.services import Services

# Without this a group's id, -100…, would be taken for an option.
IDS_MAY_BE_NEGATIVE = {"ignore_unknown_options": True}

CHAT_ID = click.IntRange(-(2**52), 2**52)
"""Telegram's ids have at most 52 bits."""

_registers = click.option(
    "--register", "names", multiple=True, metavar="NAME", help="A register; may be repeated."
)


@click.group()
def chat() -> None:
    """Allow chats to see registers, or take it back."""


@chat.command(context_settings=IDS_MAY_BE_NEGATIVE)
@click.argument("chat_id", type=CHAT_ID)
@_registers
def allow(chat_id: int, names: tuple[str, ...]) -> None:
    """Add to what a chat may see.

    Without --register: all registers, also those that are added later.
    The chat learns its id from the bot's /id.
    """

    async def work(services: "Services") -> None:
        await services.access.allow(chat_id, await _named(services, names))

    with_services(work)
    click.echo(f"Chat {chat_id} may see {', '.join(names) or 'all registers, also later ones'}.")


@chat.command(context_settings=IDS_MAY_BE_NEGATIVE)
@click.argument("chat_id", type=CHAT_ID)
@_registers
def deny(chat_id: int, names: tuple[str, ...]) -> None:
    """Take back what a chat may see; without --register: everything."""
    from bot.services.access import GrantedAll

    async def work(services: "Services") -> None:
        await services.access.deny(chat_id, await _named(services, names))

    try:
        with_services(work)
    except GrantedAll:
        raise click.ClickException(
            f"chat {chat_id} may see all registers, and single ones cannot be taken out of that; "
            "deny it everything first, then allow the registers it may keep"
        ) from None
    click.echo(f"Chat {chat_id} no longer sees {', '.join(names) or 'anything'}.")


@chat.command("list")
def list_chats() -> None:
    """List the chats and what each may see."""
    from bot.presentation.audit_events import plain

    granted = with_services(lambda services: services.access.granted())
    if not granted:
        click.echo("No chat may see anything yet. Allow one: crystalpay-bot chat allow CHAT_ID")
    for each in granted:
        seen = [
            _seen(name, each.ends[key]) for key, name in zip(each.ends, each.names, strict=True)
        ]
        title = f"  ({plain(each.title)})" if each.title else ""
        click.echo(f"{each.chat_id:>16}  {plain(', '.join(seen))}{title}")


def _seen(name: str | None, end: datetime | None) -> str:
    until = f" until {end:%Y-%m-%d %H:%M} UTC" if end else ""
    return f"{name or 'all registers'}{until}"


async def _named(services: "Services", names: tuple[str, ...]) -> list["Register"]:
    return [await services.registers.named(name) for name in names]
