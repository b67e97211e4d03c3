"""`crystalpay-bot health`: whether the bot runs and is well; only looks at files."""

from pathlib import Path

import click

from bot.cli.runner import settings

MAX_STATUS_AGE = 60.0
"""Seconds after which the bot's status is out of date: it is written every ten."""

MAX_WAIT = 150.0
"""Seconds in which any update is answered: two minutes of waiting for Telegram, and CrystalPAY."""


@click.command()
@click.option(
    "--ready",
    is_flag=True,
    help="Also check the bot's answers, its background tasks and the database.",
)
def health(ready: bool) -> None:
    """Check that the bot is running and that Telegram answers it.

    Only looks at files. Exits with 1 if Telegram has not answered the bot for
    two minutes.
    """
    database = settings().database_path
    try:
        age = _seconds_since_answer(database)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    if ready:
        _fail_unless_ready(database)
    click.echo(f"Telegram answered {age:.0f} s ago.")


def _seconds_since_answer(database: Path) -> float:
    """Raises ClickException when the bot is not alive, OSError when that cannot be found out."""
    from bot.heartbeat import MAX_AGE_SECONDS, Heartbeat

    age = Heartbeat.beside(database).age()
    if age is not None and age <= MAX_AGE_SECONDS:
        return age
    from bot.storage import is_held  # takes longer to import than all else here

    if not is_held(database.resolve().parent):
        raise click.ClickException(f"not running: no process has {database} open")
    silence = "yet" if age is None else f"for {age:.0f} s"
    raise click.ClickException(f"running, but Telegram has not answered {silence}")


def _fail_unless_ready(database: Path) -> None:
    from bot.status import StatusFile

    reported = StatusFile.beside(database).read()
    if reported is None:
        raise click.ClickException("the bot has not reported its status yet")
    age, status = reported
    if age > MAX_STATUS_AGE:
        raise click.ClickException(f"the bot last reported its status {age:.0f} s ago")
    if status.database:
        raise click.ClickException(status.database)
    if status.failing:
        names = ", ".join(status.failing)
        raise click.ClickException(f"keeps failing: {names}; see the log")
    if status.oldest_wait > MAX_WAIT:
        raise click.ClickException(
            f"an update has been waiting for an answer for {status.oldest_wait:.0f} s"
        )
