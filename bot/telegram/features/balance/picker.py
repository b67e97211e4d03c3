"""Choosing one of a chat's registers by buttons, page by page; pure."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.domain.registers import Register
from bot.telegram.features.balance.callbacks import Action, BalancePress, PickPress
from bot.telegram.features.balance.keyboard import all_button, look
from bot.telegram.ui import pager
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.keyboards import button
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def pick_register(registers: Sequence[Register], press: PickPress, t: Localization) -> Screen:
    """The way from the screen of many registers to one of them, and back.

    If the register that was shown is gone, back is to all of them.
    """
    place = next((at for at, each in enumerate(registers) if each.id == press.register_id), None)
    if place is None:
        press = press.model_copy(update={"register_id": ALL_REGISTERS})
    if press.pick is None:
        press = press.model_copy(update={"pick": (place or 0) // pager.BUTTONS_PER_PAGE})
    back = _from(press)
    ways = [button("‹ " + t.gettext("Back"), back)]
    if press.register_id != ALL_REGISTERS:
        ways.insert(0, all_button(back, t))
    return _listing(t.gettext("Which register?"), registers, press, ways)


def no_such_register(registers: Sequence[Register], hide_empty: bool, t: Localization) -> Screen:
    """Offers those that there are; the name that was asked for is not repeated."""
    if not registers:
        return Screen(t.gettext("No registers yet."))
    press = PickPress(register_id=ALL_REGISTERS, hide_empty=hide_empty, page=0, pick=0)
    ways = [all_button(_from(press), t)] if len(registers) > 1 else []
    head = t.gettext("There's no such register here. Choose one:")
    return _listing(head, registers, press, ways)


def _listing(
    head: str,
    registers: Sequence[Register],
    press: PickPress,
    ways: Sequence[InlineKeyboardButton],
) -> Screen:
    shown = pager.page_of(registers, press.pick or 0, pager.BUTTONS_PER_PAGE)
    paging = shown.paging(lambda number: press.model_copy(update={"pick": number}))
    names = [button(each.name, look(_from(press), register_id=each.id)) for each in shown.items]
    return pager.list_screen([head], [], buttons=names, paging=paging, rows=[ways])


def _from(press: PickPress) -> BalancePress:
    """The balance screen to go back to."""
    return BalancePress(
        action=Action.LOOK,
        register_id=press.register_id,
        hide_empty=press.hide_empty,
        page=press.page,
        since=press.since,
    )
