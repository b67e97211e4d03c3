"""The registers that are offered where the one that was named is none of the chat's; pure."""

from collections.abc import Sequence

from bot.domain.registers import Register
from bot.telegram.features.total.callbacks import TotalAction, TotalPress, total_press
from bot.telegram.ui import pager
from bot.telegram.ui.keyboards import button
from bot.telegram.ui.navigation import total_button
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def no_such_register(
    registers: Sequence[Register], hide_empty: bool, page: int, t: Localization
) -> Screen:
    """The name that was asked for is not repeated."""
    if not registers:
        return Screen(t.gettext("No registers yet."))
    shown = pager.page_of(registers, page, pager.BUTTONS_PER_PAGE)
    pick = TotalPress(action=TotalAction.PICK, register_id=0, hide_empty=hide_empty)
    paging = shown.paging(lambda number: pick.model_copy(update={"page": number}))
    names = [button(each.name, total_press(hide_empty, each.id)) for each in shown.items]
    head = t.gettext("There's no such register here. Choose one:")
    rows = [[total_button(total_press(hide_empty), t)]]
    return pager.list_screen([head], [], buttons=names, paging=paging, rows=rows)
