"""`crystalpay-bot check`: asks everything that the bot depends on whether it works."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

import click

from bot.cli.findings import Finding, State, laid_out, window_width
from bot.cli.runner import report_errors, settings

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.crystalpay import CrystalPayError
    from bot.domain.readings import Problem
    from bot.domain.registers import Register
    from bot.services import Services

Result = tuple[State, str]

TOO_OLD = (
    "; this Bot API server is older than 9.5, so times are plain text and not in each reader's "
    "own time zone"
)


@click.command()
def check() -> None:
    """Check settings, database, key, Telegram and every register.

    Changes nothing and sends no message. Exits with 1 if anything is wrong.
    """
    chosen = settings()
    with report_errors():
        findings = asyncio.run(_findings(chosen))
    click.echo(laid_out(findings, window_width()))
    sys.exit(any(finding.state is not State.OK for finding in findings))


async def _findings(chosen: "Settings") -> list[Finding]:
    from bot.app import languages_of, open_services

    languages_of(chosen)
    async with open_services(chosen) as services:
        findings = [Finding("settings", State.OK), await _check_database(chosen)]
        if findings[-1].state is not State.OK:  # keys and registers cannot be trusted then
            return [*findings, await _check_telegram(chosen)]
        registers = [each.register for each in await services.registers.listed()]
        findings.append(await _check_key(services))
        async with asyncio.TaskGroup() as group:
            telegram = group.create_task(_check_telegram(chosen))
            checks = [group.create_task(_check_register(services, r)) for r in registers]
        results = [telegram.result(), *(check.result() for check in checks)]
        return [*findings, *results, _watcher(services, len(registers))]


async def _check_database(chosen: "Settings") -> Finding:
    """Every page, what the rows hold, and whether the schema is ours."""
    from bot.storage import fault_of

    async def ask() -> Result:
        path = chosen.database_path
        fault = await asyncio.to_thread(fault_of, path)
        if fault:
            return State.DAMAGED, f"{path} {fault}; restore a backup"
        return State.OK, str(path)

    return await _timed("database", ask)


async def _check_key(services: "Services") -> Finding:
    if problem := await services.encryption_keys.diagnose():
        return Finding("key", State.FAILED, problem)
    return Finding("key", State.OK, services.encryption_keys.source)


async def _check_register(services: "Services", register: "Register") -> Finding:
    from gettext import NullTranslations

    from bot.crystalpay import CrystalPayError
    from bot.domain.readings import Problem, ProblemKind
    from bot.presentation.problems import describe
    from bot.vault import KeyUnreadable, SecretLost

    async def ask() -> Result:
        try:
            return State.OK, (await services.registers.check_stored(register)).name
        except CrystalPayError as error:
            state, problem = _judged(error)
        except SecretLost:
            state, problem = State.FAILED, Problem(ProblemKind.SECRET_LOST)
        except KeyUnreadable:
            state, problem = State.FAILED, Problem(ProblemKind.KEY_UNREADABLE)
        return state, describe(problem, NullTranslations())

    return await _timed(f"register {register.name}", ask)


def _judged(error: "CrystalPayError") -> "tuple[State, Problem]":
    from bot.crystalpay import Unreachable
    from bot.domain.readings import ProblemKind
    from bot.services.readings import problem_of

    problem = problem_of(error)
    if isinstance(error, Unreachable):
        return State.NOT_ANSWERING, problem
    rejected = problem.kind is ProblemKind.KEYS_REFUSED
    return (State.KEYS_REJECTED if rejected else State.FAILED), problem


def _watcher(services: "Services", registers: int) -> Finding:
    """How often registers are read by themselves."""
    watching = services.watching
    if not watching.is_on:
        return Finding("watcher", State.OK, "off (WATCH_INTERVAL=0): the history will have gaps")
    interval = watching.interval_for(registers)
    details = f"each register every {interval:.0f} s"
    if interval > watching.interval_seconds:
        details += (
            f" instead of {watching.interval_seconds:.0f} s: CRYSTALPAY_RATE_LIMIT allows no more"
        )
    return Finding("watcher", State.OK, details)


async def _check_telegram(chosen: "Settings") -> Finding:
    from bot.cli.bot_identity import IdentityUnknown, ask_identity, load_aiogram

    async def ask() -> Result:
        try:
            bot = await ask_identity(chosen)
        except IdentityUnknown as reason:
            state = State.NOT_ANSWERING if reason.not_answering else State.FAILED
            return state, str(reason)
        return State.OK, bot.name + (TOO_OLD if bot.too_old_for_times else "")

    load_aiogram(chosen)  # before the clock runs: it takes a second that is not Telegram's
    return await _timed("Telegram", ask)


async def _timed(subject: str, ask: Callable[[], Awaitable[Result]]) -> Finding:
    started = monotonic()
    state, details = await ask()
    return Finding(subject, state, details, (monotonic() - started) * 1000)
