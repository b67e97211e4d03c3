"""Names of registers in a line or a list; pure."""

from collections.abc import Sequence
from typing import Self

from aiogram.filters.callback_data import CallbackData

from bot.domain.registers import Register
from bot.telegram.ui.callbacks import PageNumber
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import Rows
from bot.telegram.ui.pager import LINES_PER_PAGE, list_screen, page_of
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

MAX_NAMES = 8
"""Registers of a chat that are named in one line; its own screen shows all."""


def join_names(names: Sequence[str | None], t: Localization) -> str:
    """The names in a line, as HTML; None stands for all registers."""
    return escape(", ".join(name or t.gettext("All") for name in names))


class NamesPress(CallbackData, prefix="names"):
    """A page of register names in the help."""

    page: PageNumber

    @classmethod
    def unpack(cls, value: str) -> Self:
        """Older buttons carry one field more, before the page."""
        prefix, *older, page = value.split(cls.__separator__)
        return super().unpack(f"{prefix}{cls.__separator__}{page}" if len(older) == 1 else value)


def list_names(
    header: Sequence[str], registers: Sequence[Register], press: NamesPress, rows: Rows = ()
) -> Screen:
    """A text, and below it a page of names; `rows`: more buttons below."""
    shown = page_of(registers, press.page, LINES_PER_PAGE)
    paging = shown.paging(lambda page: press.model_copy(update={"page": page}))
    lines = [f"• <code>{escape(register.name)}</code>" for register in shown.items]
    return list_screen(header, lines, paging=paging, rows=rows)
