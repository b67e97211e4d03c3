"""`crystalpay-bot key …`: shows or replaces the key that encrypts registers' secrets."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bot.cli.runner import with_services

if TYPE_CHECKING:
    from bot.services import Services
    from bot.services.encryption_keys import Rotation


@click.group()
def key() -> None:
    """Show or replace the encryption key of registers' secrets."""


@key.command()
def rotate() -> None:
    """Make a new key and encrypt every secret with it.

    The bot may be running. Older keys are kept for older backups.
    """

    async def work(services: "Services") -> tuple["Rotation", str]:
        return await services.encryption_keys.rotate(), services.encryption_keys.source

    rotation, source = with_services(work)
    click.echo(f"Secrets encrypted with the new key: {rotation.reencrypted}.")
    click.echo(f"It is the first key in {source}. Earlier backups still need the older keys.")
    if rotation.lost:
        click.echo(
            f"Warning: {rotation.lost} more cannot be read with any key and were left unchanged.",
            err=True,
        )


@key.command()
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def show(yes: bool) -> None:
    """Print the encryption keys, newest first.

    Keep them apart from backups: with a key and the database, anyone can read
    every secret. Without a terminal, --yes is required.

    \b
    Example:
      (umask 077 && crystalpay-bot key show --yes > backup.key)
    """

    async def work(services: "Services") -> Sequence[str]:
        return await services.encryption_keys.show()

    if not yes:
        _confirm()
    keys = with_services(work)
    if not keys:
        raise click.ClickException("there is no key yet; it is created with the first register")
    click.echo(
        "This key decrypts the registers' secrets in the database and in its backups.", err=True
    )
    click.echo("\n".join(keys))


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise click.ClickException("cannot ask for confirmation without a terminal; use --yes")
    click.confirm("Print the key? Anyone who sees the screen can read it.", abort=True, err=True)
