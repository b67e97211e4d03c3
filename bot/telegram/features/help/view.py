"""The help, and the names of a chat's registers; pure."""

from collections.abc import Sequence

from bot.domain.registers import Register
from bot.telegram.ui.register_names import NamesPress, with_names
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def help_page(
    registers: Sequence[Register], t: Localization, *, language: bool, admin: bool, page: int = 0
) -> Screen:
    """What this chat can do; `language`: it may choose its own; `admin`: it is an admin's."""
    for_admins = [
        t.gettext("/registers — add, rename and remove registers"),
        t.gettext("/access — who may see what, invites"),
        t.gettext("/admins — who else may do this"),
        t.gettext("/audit — who did what and when"),
    ]
    above = [
        t.gettext("💎 <b>Exact balances of CrystalPAY registers</b>"),
        "",
        t.gettext("/balance — all registers of this chat"),
        t.gettext("/balance NAME — one of them"),
        *([t.gettext("/language — the language of this chat")] if language else []),
        t.gettext("/id — the ids of this chat and yours"),
        *(for_admins if admin else []),
        "",
        t.gettext("Registers of this chat:")
        if registers
        else t.gettext("There are no registers yet."),
    ]
    return with_names(above, registers, NamesPress(page=page))
