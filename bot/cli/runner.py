"""Runs a command's work on the opened services; turns expected failures into one line."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.services import Services

T = TypeVar("T")


class WrongSetting(click.ClickException):
    """One line on standard error, exit code 2."""

    exit_code = 2


def settings() -> "Settings":
    from bot.config import SettingsError, load_settings

    try:
        return load_settings()
    except SettingsError as error:
        raise WrongSetting(str(error)) from None


def with_services(work: Callable[["Services"], Awaitable[T]], *, names: bool = False) -> T:
    """Do the work on the opened services. `names`: it names registers, so reserved words matter."""
    from bot.app import open_services

    chosen = settings()

    async def opened() -> T:
        async with open_services(chosen, _button_words() if names else ()) as services:
            return await work(services)

    with report_errors():
        return asyncio.run(opened())


@contextmanager
def report_errors() -> Iterator[None]:
    """An expected failure ends the command with a line that says what to do; no traceback."""
    from bot.config import SettingsError
    from bot.presentation.names import plain
    from bot.services.registers import BadName, NoSuchRegister
    from bot.storage import DatabaseError
    from bot.vault import KeyProblem

    try:
        yield
    except SettingsError as error:
        raise WrongSetting(plain(str(error))) from None
    except (DatabaseError, KeyProblem, BadName, NoSuchRegister) as error:
        raise click.ClickException(plain(str(error))) from None
    except UnicodeEncodeError:  # bytes of another encoding, as an argument or from a pipe
        raise click.ClickException("the input is not text in UTF-8") from None


def _button_words() -> Any:
    from bot.translations import load_languages

    return load_languages("en").button_words()
