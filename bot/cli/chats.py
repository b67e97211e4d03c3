"""`crystalpay-bot chat …`: gives chats access to registers and takes it back."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.cli.completion import complete_register
from bot.cli.runner import with_services

if TYPE_CHECKING:
    from bot.domain.registers import Register
    from bot.services import Services

# Without this a group's id, -100…, would be taken for an option.
IDS_MAY_BE_NEGATIVE = {"ignore_unknown_options": True}

CHAT_ID = click.IntRange(-(2**52), 2**52)
"""Telegram's ids have at most 52 bits."""

_registers = click.option(
    "--register",
    "names",
    multiple=True,
    metavar="NAME",
    shell_complete=complete_register,
    help="Only this register. Can be repeated.",
)


@click.group()
def chat() -> None:
    """Give chats access to registers, or remove it."""


@chat.command(context_settings=IDS_MAY_BE_NEGATIVE)
@click.argument("chat_id", type=CHAT_ID)
@_registers
def allow(chat_id: int, names: tuple[str, ...]) -> None:
    """Let a chat see registers.

    Without --register the chat sees all registers, including later ones.
    To find out the id of a chat, send /id to the bot there.

    \b
    Example:
      crystalpay-bot chat allow -1001234567890 --register Shop
    """

    async def work(services: "Services") -> None:
        await services.access.allow(chat_id, await _named(services, names))

    with_services(work)
    shown = ", ".join(names) or "all registers, including later ones"
    click.echo(f"Chat {chat_id} can now see {shown}.")


@chat.command(context_settings=IDS_MAY_BE_NEGATIVE)
@click.argument("chat_id", type=CHAT_ID)
@_registers
def deny(chat_id: int, names: tuple[str, ...]) -> None:
    """Remove a chat's access.

    Without --register all of its access is removed.
    """
    from bot.services.access import GrantedAll

    async def work(services: "Services") -> bool:
        return await services.access.deny(chat_id, await _named(services, names))

    try:
        had_access = with_services(work)
    except GrantedAll:
        raise click.ClickException(
            f"chat {chat_id} can see all registers, and a single one cannot be removed from that; "
            "remove all of its access first, then allow the registers that it may keep"
        ) from None
    listed = ", ".join(names)
    if had_access:
        click.echo(f"Chat {chat_id} can no longer see {listed or 'anything'}.")
    else:
        click.echo(f"Chat {chat_id} has no access{f' to {listed}' if names else ''}.")


@chat.command("list")
def list_chats() -> None:
    """List the chats that have access, and what each can see."""
    from bot.presentation.names import plain

    granted = with_services(lambda services: services.access.granted())
    if not granted:
        click.echo("No chat has access yet. To allow one: crystalpay-bot chat allow CHAT_ID")
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
