"""`crystalpay-bot key …`: the key that registers' secrets are sealed with."""

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
    """Show or replace the key that seals registers' secrets."""


@key.command()
def rotate() -> None:
    """Make a new key and seal every secret anew with it.

    A running bot goes on working. Older keys are kept, for older backups.
    """

    async def work(services: "Services") -> tuple["Rotation", str]:
        return await services.encryption_keys.rotate(), services.encryption_keys.source

    rotation, source = with_services(work)
    click.echo(f"Secrets sealed with a new key: {rotation.reencrypted}.")
    click.echo(f"It is the first one of {source}; backups of before need the older ones.")
    if rotation.lost:
        click.echo(
            f"Attention: no key opens {rotation.lost} more; they are as they were.", err=True
        )


@key.command()
@click.option("--yes", is_flag=True, help="Do not ask; needed where there is no terminal.")
def show(yes: bool) -> None:
    """Print the keys, the newest first, to be kept apart from backups.

    Whoever has a key and the database has every secret.
    """

    async def work(services: "Services") -> Sequence[str]:
        return await services.encryption_keys.show()

    if not yes:
        _confirm()
    keys = with_services(work)
    if not keys:
        raise click.ClickException("there is no key yet; it is made with the first register")
    click.echo("The key opens the registers' secrets in the database and in its backups.", err=True)
    click.echo("\n".join(keys))


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise click.ClickException("nobody can be asked here; --yes prints the key all the same")
    click.confirm(
        "Print the key, so that all who see the screen can read it?", abort=True, err=True
    )
