"""The screens that make an invite, and what whoever opens it is told; pure."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.domain.registers import Register
from bot.telegram.features.access.callbacks import AccessPress
from bot.telegram.features.invites.callbacks import InvitePress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, copy_keyboard, in_rows, keyboard
from bot.telegram.ui.pager import BUTTONS, listing, part
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def pick_registers(
    registers: Sequence[Register], chosen: Sequence[int], t: Localization, page: int = 0
) -> Screen:
    """First step of an invite: which registers; none chosen means all."""
    text = t.gettext("What shall the invited chat see? Nothing chosen means all registers.")
    shown = part(registers, page, BUTTONS)
    here = InvitePress(action="pick", chosen=joined(chosen), page=shown.number)
    on = here.model_copy(update={"action": "time"})
    back = button("‹ " + t.gettext("Back"), AccessPress(action="list"))
    names = ", ".join(each.name for each in registers if each.id in chosen)
    return listing(
        [text],
        [f"\n✓ {escape(names)}"] if names and shown.pages > 1 else [],
        buttons=[_pick(register, chosen, here) for register in shown.items],
        paging=shown.paging(lambda number: here.model_copy(update={"page": number})),
        rows=[[button(t.gettext("Next") + " ›", on)], [back]],
    )


def too_many(t: Localization) -> str:
    return t.gettext("That is too many. Choose fewer registers, or all.")


def pick_time(chosen: str, t: Localization, page: int = 0) -> Screen:
    """Second step: for how long. `page`: of the registers to go back to."""
    labels = {
        "1h": t.gettext("1 hour"),
        "24h": t.gettext("24 hours"),
        "7d": t.gettext("7 days"),
        "ever": t.gettext("For ever"),
    }
    buttons = [
        button(label, InvitePress(action="make", chosen=chosen, lasts=lasts))
        for lasts, label in labels.items()
    ]
    here = InvitePress(action="pick", chosen=chosen, page=page)
    back = button("‹ " + t.gettext("Back"), here)
    text = t.gettext("For how long, from the moment the link is opened?")
    return Screen(text, keyboard([*in_rows(buttons), [back]]))


def invite(username: str, token: str, t: Localization) -> Screen:
    """The link, for a person and for a group; either may be used, once."""
    person = f"https://t.me/{username}?start=invite-{token}"
    group = f"https://t.me/{username}?startgroup=invite-{token}"
    lines = [
        t.gettext("The link works once, within 7 days. Whoever opens it gets the access."),
        "",
        t.gettext("For a person:") + f"\n<code>{escape(person)}</code>",
        "",
        t.gettext("For a group:") + f"\n<code>{escape(group)}</code>",
    ]
    copies = [(t.gettext("For a person"), person), (t.gettext("For a group"), group)]
    return Screen("\n".join(lines), copy_keyboard(copies))


def joined(chosen: Sequence[int]) -> str:
    return ".".join(str(register_id) for register_id in chosen)


def registers_gone(t: Localization) -> Screen:
    return Screen(t.gettext("The registers of this invite are gone. Ask for a new one."))


def _pick(register: Register, chosen: Sequence[int], here: InvitePress) -> InlineKeyboardButton:
    has = register.id in chosen
    rest = [each for each in chosen if each != register.id]
    ids = joined(rest if has else [*chosen, register.id])
    press = here.model_copy(update={"chosen": ids})
    return button(("✓ " if has else "") + register.name, press)
