"""From what a button of /export carries to what is exported; pure."""

import re
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from bot.domain.registers import Register
from bot.services.exports import ExportScope
from bot.telegram.features.export.callbacks import ExportPress, Period
from bot.telegram.ui.callbacks import ALL_REGISTERS

LENGTHS = {
    Period.DAY: timedelta(days=1),
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
}


def scope_of(press: ExportPress, registers: Sequence[Register], zone: tzinfo) -> ExportScope:
    """Until now."""
    now = datetime.now(UTC)
    length = LENGTHS.get(press.period)
    return ExportScope(registers, now - length if length else None, now, press.daily, zone)


def file_name(press: ExportPress, scope: ExportScope) -> str:
    """As it is called in the chat: «Shop-changes-2026-11-25.csv»."""
    names = [each.name for each in scope.registers] if len(scope.registers) == 1 else []
    what = "closings" if press.daily else "changes"
    day = scope.until.astimezone(scope.zone).date()
    words = re.sub(r"[^\w-]+", "-", "-".join([*names, what, str(day)]))
    return f"{words.strip('-')}.{press.file}"


def command(press: ExportPress, registers: Sequence[Register]) -> str:
    """That makes the same file on the server."""
    words = ["crystalpay-bot", "export", f"export.{press.file}"]
    if press.register_id != ALL_REGISTERS:
        words += [word for register in registers for word in ("--register", register.name)]
    if length := LENGTHS.get(press.period):
        words += ["--since", f"{length.days}d"]
    return shlex.join([*words, *(["--daily"] if press.daily else [])])
