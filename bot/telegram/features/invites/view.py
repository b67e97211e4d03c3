"""The screens that make an invite, and what is said to whoever opens it; pure."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.domain.links import LinkKind
from bot.domain.registers import Register
from bot.services.link_tokens import NewLink
from bot.telegram.features.access.callbacks import AccessAction, AccessPress
from bot.telegram.features.invites.callbacks import Duration, InviteAction, InvitePress
from bot.telegram.features.unused_links.callbacks import LinkAction, LinkPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, copy_button, in_rows, keyboard
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.pager import BUTTONS_PER_PAGE, list_screen, page_of
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def pick_registers(
    registers: Sequence[Register], chosen: Sequence[int], t: Localization, page: int = 0
) -> Screen:
    """First step of an invite: which registers; none chosen means all."""
    text = t.gettext(
        "What should the invited chat see? If you choose nothing, it sees all registers."
    )
    shown = page_of(registers, page, BUTTONS_PER_PAGE)
    here = InvitePress(
        action=InviteAction.PICK_REGISTERS, chosen=join_ids(chosen), page=shown.number
    )
    next_step = here.model_copy(update={"action": InviteAction.PICK_DURATION})
    back = back_button(AccessPress(action=AccessAction.LIST), t)
    names = ", ".join(each.name for each in registers if each.id in chosen)
    return list_screen(
        [text],
        [f"\n✓ {escape(names)}"] if names and shown.pages > 1 else [],
        buttons=[_toggle_button(register, chosen, here) for register in shown.items],
        paging=shown.paging(lambda number: here.model_copy(update={"page": number})),
        rows=[[button(t.gettext("Next") + " ›", next_step)], [back]],
    )


def too_many(t: Localization) -> str:
    return t.gettext("Too many registers. Choose fewer, or none to include them all.")


def pick_duration(chosen: str, t: Localization, page: int = 0) -> Screen:
    """Second step: for how long. `page`: of the registers to go back to."""
    labels = {
        Duration.HOUR: t.gettext("1 hour"),
        Duration.DAY: t.gettext("24 hours"),
        Duration.WEEK: t.gettext("7 days"),
        Duration.FOREVER: t.gettext("Forever"),
    }
    buttons = [
        button(label, InvitePress(action=InviteAction.MAKE, chosen=chosen, lasts=lasts))
        for lasts, label in labels.items()
    ]
    back = InvitePress(action=InviteAction.PICK_REGISTERS, chosen=chosen, page=page)
    text = t.gettext("How long should access last after the link is opened?")
    return Screen(text, keyboard([*in_rows(buttons), [back_button(back, t)]]))


def invite(username: str, made: NewLink, t: Localization) -> Screen:
    """The link, for a person and for a group; either may be used, once."""
    person = f"https://t.me/{username}?start=invite-{made.token}"
    group = f"https://t.me/{username}?startgroup=invite-{made.token}"
    lines = [
        t.gettext("This link works once and expires in 7 days. Whoever opens it gets access."),
        "",
        t.gettext("For a person:") + f"\n<code>{escape(person)}</code>",
        "",
        t.gettext("For a group:") + f"\n<code>{escape(group)}</code>",
    ]
    revoke = LinkPress(action=LinkAction.REVOKE, kind=LinkKind.INVITE, link_id=made.link_id)
    rows = [
        [copy_button(t.gettext("For a person"), person)],
        [copy_button(t.gettext("For a group"), group)],
        [
            button("🗑 " + t.gettext("Revoke"), revoke),
            back_button(AccessPress(action=AccessAction.LIST), t),
        ],
    ]
    return Screen("\n".join(lines), keyboard(rows))


def join_ids(chosen: Sequence[int]) -> str:
    return ".".join(str(register_id) for register_id in chosen)


def registers_gone(t: Localization) -> Screen:
    return Screen(
        t.gettext("The registers in this invite have been removed. Ask for a new invite.")
    )


def _toggle_button(
    register: Register, chosen: Sequence[int], here: InvitePress
) -> InlineKeyboardButton:
    is_chosen = register.id in chosen
    others = [each for each in chosen if each != register.id]
    ids = join_ids(others if is_chosen else [*chosen, register.id])
    press = here.model_copy(update={"chosen": ids})
    return button(("✓ " if is_chosen else "") + register.name, press)
