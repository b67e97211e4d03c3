"""Names of registers in a line or a list; pure."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.domain.registers import Register
from bot.telegram.ui.callbacks import Page
from bot.telegram.ui.html import escape
from bot.telegram.ui.pager import LINES, listing, part
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

MAX_NAMES = 8
"""Registers of a chat that are named in one line; its own screen shows all."""


def _names(names: Sequence[str | None], t: Localization) -> str:
    return escape(", ".join(name or t.gettext("All") for name in names))


class NamesPress(CallbackData, prefix="names"):
    """A page of the registers' names in the help."""

    page: Page


def with_names(above: Sequence[str], registers: Sequence[Register], press: NamesPress) -> Screen:
    """A text, and below it a page of names."""
    shown = part(registers, press.page, LINES)
    paging = shown.paging(lambda page: press.model_copy(update={"page": page}))
    lines = [f"• <code>{escape(register.name)}</code>" for register in shown.items]
    return listing(above, lines, paging=paging)
