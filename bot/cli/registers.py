"""`crystalpay-bot register …`: the merchant's registers."""

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.runner import with_services

if TYPE_CHECKING:
    from bot.domain.registers import Credentials
    from bot.services import Services


@click.group()
def register() -> None:
    """Add, list, rename and remove registers."""


@register.command()
@click.argument("name")
@click.option("--login", required=True, help="The register's login at CrystalPAY.")
@click.option("--unchecked", is_flag=True, help="Save without asking CrystalPAY.")
def add(name: str, login: str, unchecked: bool) -> None:
    """Add a register under NAME.

    Asks for the secret without showing it; from a pipe, reads it from the first line.
    The salt («Secret 2») is never needed.
    """
    from bot.domain.registers import Credentials

    with_services(lambda services: services.registers.check_name(name), names=True)
    credentials = Credentials(login, _ask_for_secret())

    async def work(services: "Services") -> None:
        if not unchecked:
            await _check(services, credentials)
        await services.registers.add(name, credentials)

    with_services(work)
    click.echo(f"Added «{name}»." + (" It was not checked." if unchecked else ""))


@register.command("list")
def list_registers() -> None:
    """List the registers; no secret is shown."""
    from bot.presentation.audit_events import plain

    registers = with_services(lambda services: services.registers.listed())
    if not registers:
        click.echo("No registers yet. Add one: crystalpay-bot register add NAME --login LOGIN")
    width = max((len(each.register.name) for each in registers), default=0)
    for each in registers:
        name, login = plain(each.register.name), plain(each.login)
        click.echo(f"{name:<{width}}  added {each.added_at:%Y-%m-%d}  login {login}")


@register.command()
@click.argument("old")
@click.argument("new")
def rename(old: str, new: str) -> None:
    """Give the register OLD the name NEW; grants stay."""

    async def work(services: "Services") -> None:
        await services.registers.rename(await services.registers.named(old), new)

    with_services(work, names=True)
    click.echo(f"«{old}» is «{new}» now.")


@register.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget a register, its last reading and all grants for it."""

    from bot.presentation.audit_events import plain

    found = with_services(lambda services: services.registers.named(name))
    if sys.stdin.isatty():
        click.confirm(f"Forget «{plain(found.name)}» and all grants for it?", abort=True)
    with_services(lambda services: services.registers.remove(found.id))
    click.echo(f"«{name}» is forgotten.")


@register.command("set-secret")
@click.argument("name")
@click.option("--unchecked", is_flag=True, help="Save without asking CrystalPAY.")
def set_secret(name: str, unchecked: bool) -> None:
    """Replace the secret of a register; asked for as in `add`."""
    from bot.domain.registers import Credentials

    found = with_services(lambda services: services.registers.named(name))
    secret = _ask_for_secret()

    async def work(services: "Services") -> None:
        credentials = Credentials(await services.registers.login(found), secret)
        if not unchecked:
            await _check(services, credentials)
        await services.registers.replace_secret(found, credentials.secret)

    with_services(work)
    click.echo(f"«{name}» has a new secret.")


def _ask_for_secret() -> str:
    """Outside of the event loop, which would swallow the first Ctrl-C."""
    if sys.stdin.isatty():
        secret: str = click.prompt("Secret", hide_input=True)
    else:
        secret = sys.stdin.readline()
    if not secret.strip():
        raise click.ClickException("no secret was given; nothing is saved")
    return secret.strip()


async def _check(services: "Services", credentials: "Credentials") -> None:
    """Ask CrystalPAY before anything is saved."""
    from gettext import NullTranslations

    from bot.crystalpay import CrystalPayError
    from bot.presentation.audit_events import plain
    from bot.presentation.problems import describe
    from bot.services.readings import problem_of

    try:
        await services.registers.check(credentials)
    except CrystalPayError as error:
        words = plain(describe(problem_of(error), NullTranslations()))
        raise click.ClickException(
            f"{words} Nothing is saved (--unchecked saves without asking)."
        ) from None
