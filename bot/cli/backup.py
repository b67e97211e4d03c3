"""`crystalpay-bot backup` and `restore`: the database as one file, without its key."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.runner import report_errors, settings, with_services

if TYPE_CHECKING:
    from bot.domain.audit import Event

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@_file
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
def backup(file: Path, force: bool) -> None:
    """Copy the database into FILE, also while the bot runs.

    FILE is readable for its owner alone. The key is not in it.
    """
    from bot.domain.audit import Event
    from bot.storage import FileExists, back_up, is_current

    chosen = settings()
    try:
        with report_errors():
            size = back_up(chosen.database_path, file, overwrite=force)
    except FileExists:
        raise click.ClickException(f"{file} is there already; --force replaces it") from None
    if is_current(chosen.database_path):
        _record(Event.BACKUP_MADE)
    else:  # to open it would bring it to this version, under a bot that may still run
        _attention("the database is of an older version")
    key = "ENCRYPTION_KEY" if chosen.encryption_key else "bot.key beside the database"
    click.echo(f"Wrote {file}, {size / 1024:,.0f} KiB.")
    click.echo(
        f"The secrets in it open with the key only: keep that too ({key}; "
        "«crystalpay-bot key show» prints it), in another place."
    )


@click.command()
@_file
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database.

    FILE is checked first. End the bot before. What is replaced is kept beside the database.
    """
    from bot.domain.audit import Event
    from bot.storage import restore as put_back

    with report_errors():
        replaced = put_back(file, settings().database_path)
    click.echo(f"The database is that of {file}: its registers, chats and their access.")
    if replaced:
        click.echo(f"What it replaced is kept as {replaced}.")
    _record(Event.BACKUP_RESTORED)
    if diagnose := with_services(lambda services: services.encryption_keys.diagnose()):
        click.echo(f"Attention: {diagnose}.", err=True)


def _record(event: "Event") -> None:
    """What was done is done, whether it can be recorded or not."""
    from bot.domain.audit import COMMAND_LINE

    try:
        with_services(lambda services: services.audit.record(event, COMMAND_LINE))
    except click.ClickException as error:
        _attention(error.message)


def _attention(why: str) -> None:
    click.echo(f"Attention: this is not in the audit trail: {why}.", err=True)
