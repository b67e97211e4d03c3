"""`crystalpay-bot backup` and `restore`: the database as one file, without its key."""

from pathlib import Path

import click

from bot.cli.opening import in_one_line, on_core, settings

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@_file
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
def backup(file: Path, force: bool) -> None:
    """Copy the database into FILE, also while the bot runs.

    FILE is readable for its owner alone. The key is not in it.
    """
    from bot.storage import FileExists, back_up

    chosen = settings()
    try:
        with in_one_line():
            size = back_up(chosen.database_path, file, overwrite=force)
    except FileExists:
        raise click.ClickException(f"{file} is there already; --force replaces it") from None
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
    from bot.storage import restore as put_back

    with in_one_line():
        replaced = put_back(file, settings().database_path)
    click.echo(f"The database is that of {file}: its registers, chats and their access.")
    if replaced:
        click.echo(f"What it replaced is kept as {replaced}.")
    if trouble := on_core(lambda core: core.keys.trouble()):
        click.echo(f"Attention: {trouble}.", err=True)
