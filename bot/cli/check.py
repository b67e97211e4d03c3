"""`crystalpay-bot check`: does everything work? Asks everybody, changes nothing."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

import click

from bot.cli.runner import report_errors, settings

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.registers import Register
    from bot.services import Services

WORKS, REFUSED, TIMED_OUT, DAMAGED = "works", "refused", "silent", "damaged"

TOO_OLD = (
    "; this Bot API server is older than 9.5, which times in each reader's own zone need: "
    "they are plain text"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, a few words, and the milliseconds it took."""

    what: str
    state: str
    words: str
    took: float = 0

    def line(self, width: int) -> str:
        """Of names that others chose nothing acts on the terminal."""
        from bot.presentation.audit_events import plain

        colour = "green" if self.state == WORKS else "red"
        took = f"{self.took:>7.0f} ms" if self.took else " " * 10
        state = click.style(f"{self.state:<8}", fg=colour)
        return f"{plain(self.what):<{width}}  {state}{took}  {plain(self.words)}".rstrip()


@click.command()
def check() -> None:
    """Check settings, database, key, Telegram and every register."""
    chosen = settings()
    with report_errors():
        findings = asyncio.run(_look(chosen))
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        click.echo(finding.line(width))
    sys.exit(any(finding.state != WORKS for finding in findings))


async def _look(chosen: "Settings") -> list[Finding]:
    from bot.app import languages_of, open_services

    languages_of(chosen)
    async with open_services(chosen) as services:
        findings = [Finding("settings", WORKS, ""), await _look_at_database(chosen)]
        if findings[-1].state != WORKS:  # what it says of keys and registers may be anything
            return [*findings, await _look_at_telegram(chosen)]
        registers = [each.register for each in await services.registers.listed()]
        findings.append(await _look_at_key(services))
        async with asyncio.TaskGroup() as group:
            telegram = group.create_task(_look_at_telegram(chosen))
            asked = [group.create_task(_look_at_register(services, r)) for r in registers]
        return [*findings, telegram.result(), *(task.result() for task in asked)]


async def _look_at_database(chosen: "Settings") -> Finding:
    """All of its pages, what stands in them, and that its schema is ours."""
    from bot.storage import fault_of

    async def ask() -> tuple[str, str]:
        fault = await asyncio.to_thread(fault_of, chosen.database_path)
        words = str(chosen.database_path)
        return (DAMAGED, f"{words} {fault}; restore a backup") if fault else (WORKS, words)

    return await _timed("database", ask)


async def _look_at_key(services: "Services") -> Finding:
    diagnose = await services.encryption_keys.diagnose()
    return (
        Finding("key", REFUSED, diagnose)
        if diagnose
        else Finding("key", WORKS, services.encryption_keys.source)
    )


async def _look_at_register(services: "Services", register: "Register") -> Finding:
    from gettext import NullTranslations

    from bot.crystalpay import CrystalPayError, Unreachable
    from bot.domain.readings import Problem, ProblemKind
    from bot.presentation.problems import describe
    from bot.services.readings import problem_of
    from bot.vault import KeyUnreadable, SecretLost

    async def ask() -> tuple[str, str]:
        try:
            info = await services.registers.check_stored(register)
        except CrystalPayError as error:
            state = TIMED_OUT if isinstance(error, Unreachable) else REFUSED
            return state, describe(problem_of(error), NullTranslations())
        except SecretLost:
            return REFUSED, describe(Problem(ProblemKind.SECRET_LOST), NullTranslations())
        except KeyUnreadable:
            return REFUSED, describe(Problem(ProblemKind.KEY_UNREADABLE), NullTranslations())
        return WORKS, info.name

    return await _timed(f"register {register.name}", ask)


async def _look_at_telegram(chosen: "Settings") -> Finding:
    from bot.telegram.transport.lazy_models import import_aiogram

    import_aiogram(defer=chosen.defer_models)
    from bot.telegram.token_check import (
        TelegramRefuses,
        TelegramSilent,
        TelegramUnreadable,
        TokenUnknown,
        fetch_bot_identity,
    )

    async def ask() -> tuple[str, str]:
        if chosen.bot_token is None:
            return REFUSED, "BOT_TOKEN is not set; @BotFather gives one"
        token = chosen.bot_token.get_secret_value()
        try:
            introduced = await fetch_bot_identity(token, chosen.telegram_api_url)
        except TokenUnknown:
            return REFUSED, "Telegram does not know this BOT_TOKEN"
        except TelegramRefuses as refusal:
            return REFUSED, f"Telegram refuses: {refusal}"
        except TelegramUnreadable:
            return REFUSED, "what answers at TELEGRAM_API_URL is not a Bot API"
        except TelegramSilent:
            return TIMED_OUT, "Telegram is not answering"
        return WORKS, introduced.name + (TOO_OLD if introduced.too_old_for_times else "")

    return await _timed("Telegram", ask)


async def _timed(what: str, ask: Callable[[], Awaitable[tuple[str, str]]]) -> Finding:
    started = monotonic()
    state, words = await ask()
    return Finding(what, state, words, (monotonic() - started) * 1000)
