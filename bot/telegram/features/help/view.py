"""The help: what a chat can do, and the names of its registers; pure."""

from bot.services.viewers import Viewer
from bot.telegram.features.access.callbacks import AccessAction, AccessPress
from bot.telegram.features.balance.callbacks import balance_press
from bot.telegram.features.registers.callbacks import RegisterAction, RegisterPress
from bot.telegram.ui.keyboards import Rows
from bot.telegram.ui.navigation import access_button, balance_button, registers_button
from bot.telegram.ui.register_names import NamesPress, list_names
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def help_screen(viewer: Viewer, t: Localization, *, in_channel: bool, page: int = 0) -> Screen:
    """`in_channel`: where nobody can choose the language or a setting."""
    for_the_chat = [
        t.gettext("/language — language of this chat"),
        t.gettext("/settings — time zone and what is shown"),
    ]
    for_admins = [
        t.gettext("/registers — add, rename and remove registers"),
        t.gettext("/access — who can see what, invites"),
        t.gettext("/admins — who manages this bot"),
        t.gettext("/audit — who did what and when"),
    ]
    header = [
        t.gettext("💎 <b>Exact balances of CrystalPAY registers</b>"),
        "",
        t.gettext("/balance — balances of all registers"),
        t.gettext("/balance NAME — balances of one register"),
        t.gettext("/balance 01.11 — balances on a date; also: yesterday 14:00"),
        t.gettext("/total — sum of each currency"),
        t.gettext("/history — how balances have changed: chart and list"),
        t.gettext("/export — changes and daily balances as a file"),
        *([] if in_channel else for_the_chat),
        t.gettext("/id — this chat's ID and yours"),
        *(for_admins if viewer.is_admin else []),
        "",
        t.gettext("Registers in this chat:")
        if viewer.registers
        else t.gettext("No registers yet."),
    ]
    press = NamesPress(page=page)
    return list_names(header, viewer.registers, press, _where_to_go(viewer, t))


def _where_to_go(viewer: Viewer, t: Localization) -> Rows:
    balance = balance_button(balance_press(viewer.hide_empty), t)
    registers = registers_button(RegisterPress(action=RegisterAction.LIST), t)
    access = access_button(AccessPress(action=AccessAction.LIST), t)
    return [
        [balance] if viewer.registers else [],
        [registers, access] if viewer.is_admin else [],
    ]
