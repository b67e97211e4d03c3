"""`crystalpay-bot backup` and `restore`: the database as one file, without the key."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.runner import report_errors, settings, with_services

if TYPE_CHECKING:
    from bot.domain.audit import Event

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@_file
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def backup(file: Path, force: bool) -> None:
    """Copy the database to FILE.

    The bot may be running. Only the owner can read FILE. It does not contain
    the encryption key: keep that in another place (crystalpay-bot key show).
    """
    from bot.domain.audit import Event
    from bot.storage import FileExists, back_up, is_current

    chosen = settings()
    try:
        with report_errors():
            size = back_up(chosen.database_path, file, overwrite=force)
    except FileExists:
        raise click.ClickException(f"{file} already exists; use --force to replace it") from None
    if is_current(chosen.database_path):
        _record(Event.BACKUP_MADE)
    else:  # opening it would migrate it under a bot of the older version that may still run
        _warn_not_recorded("the database belongs to an older version")
    key = "ENCRYPTION_KEY" if chosen.encryption_key else "bot.key next to the database"
    click.echo(f"Wrote {file} ({size / 1024:,.0f} KiB).")
    click.echo(
        f"Its secrets cannot be read without the encryption key ({key}). Keep a copy of the key\n"
        "in another place: crystalpay-bot key show"
    )


@click.command()
@_file
def restore(file: Path) -> None:
    """Replace the database with the backup FILE.

    Stop the bot first. FILE is checked before anything is replaced, and the
    replaced database is kept next to the new one.
    """
    from bot.domain.audit import Event
    from bot.storage import restore as put_back

    with report_errors():
        replaced = put_back(file, settings().database_path)
    click.echo(f"Restored {file}: its registers, admins, chats and their access.")
    if replaced:
        click.echo(f"The replaced database is kept as {replaced}.")
    _record(Event.BACKUP_RESTORED)
    if problem := with_services(lambda services: services.encryption_keys.diagnose()):
        click.echo(f"Warning: {problem}.", err=True)


def _record(event: "Event") -> None:
    """A failure to record is only a warning: the work itself is done."""
    from bot.domain.audit import COMMAND_LINE

    try:
        with_services(lambda services: services.audit.record(event, COMMAND_LINE))
    except click.ClickException as error:
        _warn_not_recorded(error.message)


def _warn_not_recorded(reason: str) -> None:
    click.echo(f"Warning: this is not in the audit trail: {reason}.", err=True)
