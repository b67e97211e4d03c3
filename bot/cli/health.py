"""`crystalpay-bot health`: is the running bot alive, and is it well? It asks nobody but files."""

from typing import TYPE_CHECKING

import click

from bot.cli.runner import settings

if TYPE_CHECKING:
    from pathlib import Path

STALE = 60.0
"""Seconds after which the bot's status is no longer true: it is written every ten."""

MAX_WAIT = 150.0
"""Seconds in which any update is answered: two minutes of waiting for Telegram, and CrystalPAY."""


@click.command()
@click.option("--ready", is_flag=True, help="Also fail when answers, a task or the database fail.")
def health(ready: bool) -> None:
    """Fail when Telegram has not answered the bot for two minutes."""
    from bot.heartbeat import MAX_AGE_SECONDS, Heartbeat

    database = settings().database_path
    age = Heartbeat.beside(database).age()
    if age is None:
        raise click.ClickException("the bot has not reached Telegram yet")
    if age > MAX_AGE_SECONDS:
        raise click.ClickException(f"Telegram answered {age:.0f} s ago; polling has stopped")
    if ready:
        _fail_unless_ready(database)
    click.echo(f"Telegram answered {age:.0f} s ago.")


def _fail_unless_ready(database: "Path") -> None:
    from bot.status import StatusFile

    said = StatusFile.beside(database).read()
    if said is None:
        raise click.ClickException("the bot has not said yet how it is")
    age, status = said
    if age > STALE:
        raise click.ClickException(f"the bot last said {age:.0f} s ago how it is")
    if status.database:
        raise click.ClickException(status.database)
    if status.failing:
        names = ", ".join(f"«{name}»" for name in status.failing)
        raise click.ClickException(f"fails again and again: {names}; the log says why")
    if status.oldest_wait > MAX_WAIT:
        waited = f"{status.oldest_wait:.0f} s"
        raise click.ClickException(f"an update has been waiting {waited} for its answer")
