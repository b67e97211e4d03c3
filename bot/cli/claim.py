"""`crystalpay-bot claim`: a link for the first admin, also while the bot runs."""

import asyncio
from typing import TYPE_CHECKING

import click

from bot.cli.runner import settings, with_services

if TYPE_CHECKING:
    from bot.config import Settings

CONSEQUENCE = "within 15 minutes becomes the first admin"


@click.command()
def claim() -> None:
    """Make a link for the first admin of the bot.

    Whoever opens it within 15 minutes becomes the first admin. It works once,
    and it replaces the link that was made before. The bot may be running.

    Once there is an admin, more admins are added in Telegram: /admins.
    """
    from bot.domain.audit import COMMAND_LINE

    chosen = settings()
    token = with_services(lambda services: services.admins.new_claim(COMMAND_LINE))
    if token is None:
        raise click.ClickException(
            "this bot already has an admin; admins make links for more admins "
            "with /admins in their private chat with the bot"
        )
    asyncio.run(_show(chosen, f"claim-{token}"))


async def _show(chosen: "Settings", payload: str) -> None:
    """The link alone goes to standard output; without the bot's name, what the link would send."""
    from bot.cli.bot_identity import IdentityUnknown, ask_identity
    from bot.presentation.names import plain

    try:
        username = (await ask_identity(chosen)).name.removeprefix("@")
    except IdentityUnknown as reason:
        click.echo(f"The name of the bot is not known: {plain(str(reason))}.", err=True)
        click.echo(f"Whoever sends it this message {CONSEQUENCE}:", err=True)
        click.echo(f"/start {payload}")
    else:
        click.echo(f"Whoever opens this link {CONSEQUENCE}:", err=True)
        click.echo(f"https://t.me/{plain(username)}?start={payload}")
