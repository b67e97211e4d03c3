"""The screens of /export: what to choose, how far it is, and what came of it; pure."""

from collections.abc import Sequence
from datetime import tzinfo
from decimal import Decimal

from aiogram.types import InlineKeyboardButton

from bot.domain.registers import Register
from bot.exports.formats import Format
from bot.presentation.amounts import readable
from bot.services.exports import ExportScope
from bot.telegram.features.export.callbacks import ExportAction, ExportPress, Period
from bot.telegram.ui import pager
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import Row, button, keyboard
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def choice(
    press: ExportPress,
    registers: Sequence[Register],
    zone: tzinfo,
    t: Localization,
    note: str = "",
) -> Screen:
    """`registers`: all that the chat may see; `note`: HTML, what came of the last press."""
    if not registers:
        return Screen(t.gettext("No registers yet."))
    here = press.model_copy(update={"action": ExportAction.CHOOSE, "page": 0})
    text = [
        t.gettext("📤 <b>Export</b>"),
        f"{escape(_register(here, registers, t))} · {_period(here.period, t)}",
        t.gettext("Time zone: {zone}").format(zone=escape(str(zone))),
        *(["", note] if note else []),
    ]
    make = button("📤 " + t.gettext("Export"), _with(here, action=ExportAction.MAKE))
    rows = [_kinds(here, t), _periods(here, t), _files(here), _registers(here, registers, t)]
    return Screen("\n".join(text), keyboard([*rows, [make]]))


def pick(
    registers: Sequence[Register], press: ExportPress, t: Localization, *, unknown: bool = False
) -> Screen:
    """The registers on buttons; `unknown`: the one that was asked for is not among them."""
    head = (
        t.gettext("There's no such register here. Choose one:")
        if unknown
        else t.gettext("Export which register?")
    )
    shown = pager.page_of(registers, press.page, pager.BUTTONS_PER_PAGE)
    paging = shown.paging(lambda page: _with(press, action=ExportAction.PICK, page=page))
    here = _with(press, action=ExportAction.CHOOSE, page=0)
    names = [button(each.name, _with(here, register_id=each.id)) for each in shown.items]
    every = button("📋 " + t.gettext("All"), _with(here, register_id=ALL_REGISTERS))
    ways = [every, back_button(here, t)]
    return pager.list_screen([head], [], buttons=names, paging=paging, rows=[ways])


def progress(screen: Screen, rows: int, t: Localization) -> Screen:
    """The choice, and below it how many rows there are so far."""
    words = t.gettext("Exporting… {rows}").format(rows=_rows(rows, t))
    return Screen(f"{screen.text}\n\n{words}", screen.keyboard)


def caption(press: ExportPress, scope: ExportScope, rows: int, t: Localization) -> str:
    """Below the file."""
    kind = _kind(press, t)
    lines = [
        f"<b>{escape(_register(press, scope.registers, t))}</b>",
        f"{kind} · {_period(press.period, t)} · {_rows(rows, t)}",
        t.gettext("Time zone: {zone}").format(zone=escape(str(scope.zone))),
    ]
    return "\n".join(lines)


def sent(rows: int, t: Localization) -> str:
    return t.gettext("✅ Sent: {rows}").format(rows=_rows(rows, t))


def nothing_changed(daily: bool, t: Localization) -> str:
    if daily:
        return t.gettext("Nothing was recorded in this period.")
    return t.gettext("Nothing changed in this period.")


def too_large(command: str, t: Localization) -> str:
    text = t.gettext(
        "The file is too large for Telegram. Make it on the server:\n<code>{command}</code>"
    )
    return text.format(command=escape(command))


def not_written(t: Localization) -> str:
    return t.gettext("The file could not be written: the bot's disk may be full.")


def already_running(t: Localization) -> str:
    return t.gettext("An export is already running in this chat.")


def _register(press: ExportPress, registers: Sequence[Register], t: Localization) -> str:
    named = next((each.name for each in registers if each.id == press.register_id), None)
    alone = registers[0].name if len(registers) == 1 else t.gettext("All registers")
    return named or alone


def _kind(press: ExportPress, t: Localization) -> str:
    return t.gettext("Daily balances") if press.daily else t.gettext("Changes")


def _period(period: Period, t: Localization) -> str:
    match period:
        case Period.DAY:
            return t.gettext("24 hours")
        case Period.WEEK:
            return t.gettext("7 days")
        case Period.MONTH:
            return t.gettext("30 days")
        case Period.ALL:
            return t.gettext("all time")


def _rows(rows: int, t: Localization) -> str:
    words = t.ngettext("{count} row", "{count} rows", rows)
    return words.format(count=readable(Decimal(rows), 0))


def _kinds(here: ExportPress, t: Localization) -> Row:
    presses = [_with(here, daily=daily) for daily in (False, True)]
    return [_option(_kind(press, t), press, here) for press in presses]


def _periods(here: ExportPress, t: Localization) -> Row:
    short = {
        Period.DAY: t.gettext("24 h"),
        Period.WEEK: t.gettext("7 d"),
        Period.MONTH: t.gettext("30 d"),
        Period.ALL: t.gettext("All time"),
    }
    return [_option(label, _with(here, period=each), here) for each, label in short.items()]


def _files(here: ExportPress) -> Row:
    presses = [_with(here, file=each) for each in (Format.XLSX, Format.CSV)]
    return [_option(press.file.upper(), press, here) for press in presses]


def _registers(here: ExportPress, registers: Sequence[Register], t: Localization) -> Row:
    """Nothing to choose where there is one."""
    if len(registers) < 2:
        return []
    label = "🏪 " + _register(here, registers, t)
    return [button(label, _with(here, action=ExportAction.PICK))]


def _option(label: str, press: ExportPress, here: ExportPress) -> InlineKeyboardButton:
    return button(f"✓ {label}" if press == here else label, press)


def _with(press: ExportPress, **changed: object) -> ExportPress:
    return press.model_copy(update=changed)
