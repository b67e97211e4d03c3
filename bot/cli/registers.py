"""`crystalpay-bot register …`: adds, lists, renames and removes registers."""

import shlex
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.cli.completion import complete_register
from bot.cli.runner import with_services

if TYPE_CHECKING:
    from bot.domain.registers import Credentials, Register
    from bot.services import Services


@click.group()
def register() -> None:
    """Add, list, rename and remove registers."""


@register.command()
@click.argument("name")
@click.option("--login", required=True, help="Login of the register at CrystalPAY.")
@click.option("--unchecked", is_flag=True, help="Save without checking with CrystalPAY.")
def add(name: str, login: str, unchecked: bool) -> None:
    """Add a register and call it NAME.

    Asks for the secret and does not show it; from a pipe, reads the first line.
    The secret is “Secret 1” at CrystalPAY. “Secret 2”, the salt, is never needed.

    \b
    Example:
      crystalpay-bot register add Shop --login LOGIN
    """
    from bot.domain.registers import Credentials

    with_services(lambda services: services.registers.check_name(name), names=True)
    credentials = Credentials(login, _ask_for_secret())

    async def work(services: "Services") -> None:
        if not unchecked:
            await _check(services, credentials)
        await services.registers.add(name, credentials)

    with_services(work)
    click.echo(f"Added “{name}”." + (" It was not checked." if unchecked else ""))


@register.command("list")
def list_registers() -> None:
    """List the registers, without their secrets."""
    from bot.presentation.names import plain

    registers = with_services(lambda services: services.registers.listed())
    if not registers:
        click.echo("No registers yet. To add one: crystalpay-bot register add NAME --login LOGIN")
    width = max((len(each.register.name) for each in registers), default=0)
    for each in registers:
        name, login = plain(each.register.name), plain(each.login)
        click.echo(f"{name:<{width}}  added {each.added_at:%Y-%m-%d}  login {login}")


@register.command()
@click.argument("old", shell_complete=complete_register)
@click.argument("new")
def rename(old: str, new: str) -> None:
    """Rename the register OLD to NEW.

    Chats keep their access to it.

    \b
    Example:
      crystalpay-bot register rename Shop "Old shop"
    """

    async def work(services: "Services") -> None:
        await services.registers.rename(await services.registers.named(old), new)

    with_services(work, names=True)
    click.echo(f"Renamed “{old}” to “{new}”.")


@register.command()
@click.argument("name", shell_complete=complete_register)
def remove(name: str) -> None:
    """Delete a register, its history and everyone's access to it.

    In a terminal, says how far its history reaches and asks for confirmation.
    """
    from bot.presentation.names import plain

    async def find(services: "Services") -> "tuple[Register, datetime | None]":
        found = await services.registers.named(name)
        return found, await services.history.began(found.id)

    found, began = with_services(find)
    if sys.stdin.isatty():
        if began:
            click.echo(
                f"Its history since {began:%Y-%m-%d} is deleted too. To keep a copy, first run:\n"
                f"crystalpay-bot export history.csv --register {shlex.quote(plain(found.name))}"
            )
        click.confirm(f"Delete “{plain(found.name)}” and everyone's access to it?", abort=True)
    with_services(lambda services: services.registers.remove(found.id))
    click.echo(f"Deleted “{name}”.")


@register.command("set-secret")
@click.argument("name", shell_complete=complete_register)
@click.option("--unchecked", is_flag=True, help="Save without checking with CrystalPAY.")
def set_secret(name: str, unchecked: bool) -> None:
    """Replace the secret of a register.

    Asks for the secret like `register add`.
    """
    from bot.domain.registers import Credentials

    found = with_services(lambda services: services.registers.named(name))
    secret = _ask_for_secret()

    async def work(services: "Services") -> None:
        credentials = Credentials(await services.registers.login(found), secret)
        if not unchecked:
            await _check(services, credentials)
        await services.registers.replace_secret(found, credentials.secret)

    with_services(work)
    click.echo(f"“{name}” has a new secret.")


def _ask_for_secret() -> str:
    """Call it outside the event loop, which would swallow the first Ctrl-C."""
    if sys.stdin.isatty():
        secret: str = click.prompt("Secret", hide_input=True)
    else:
        secret = sys.stdin.readline()
    if not secret.strip():
        raise click.ClickException("no secret was given; nothing was saved")
    return secret.strip()


async def _check(services: "Services", credentials: "Credentials") -> None:
    """Ask CrystalPAY before anything is saved."""
    from gettext import NullTranslations

    from bot.crystalpay import CrystalPayError
    from bot.presentation.names import plain
    from bot.presentation.problems import describe
    from bot.services.readings import problem_of

    try:
        await services.registers.check(credentials)
    except CrystalPayError as error:
        words = plain(describe(problem_of(error), NullTranslations()))
        raise click.ClickException(
            f"{words} Nothing was saved (--unchecked saves without checking)."
        ) from None
