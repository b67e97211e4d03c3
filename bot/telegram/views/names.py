"""The names of registers, ready to copy: in the help, and for want of the one asked for; pure."""

from collections.abc import Sequence

from bot.domain import Register
from bot.telegram.callbacks import NamesPress
from bot.telegram.pager import LINES, listing, part
from bot.telegram.screens import Screen
from bot.telegram.views.html import escape
from bot.translations import Language


def with_names(above: Sequence[str], registers: Sequence[Register], press: NamesPress) -> Screen:
    """A text, and below it a page of names."""
    shown = part(registers, press.page, LINES)
    turning = shown.turning(lambda page: press.model_copy(update={"page": page}))
    lines = [f"• <code>{escape(register.name)}</code>" for register in shown.items]
    return listing(above, lines, turning=turning)


def no_such_register(registers: Sequence[Register], t: Language, page: int = 0) -> Screen:
    """Says what there is; the name that was asked for is not repeated."""
    above = [t.gettext("There is no such register here. There are:")]
    return with_names(above, registers, NamesPress(missing=True, page=page))
