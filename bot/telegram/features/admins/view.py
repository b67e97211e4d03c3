"""The screens of /admins; pure."""

from collections.abc import Sequence

from bot.domain.links import LinkKind
from bot.services.admins import Admin
from bot.telegram.features.admins.callbacks import AdminPress
from bot.telegram.features.open_links.callbacks import LinkPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, copy_keyboard, keyboard
from bot.telegram.ui.pager import BOTH, listing, part
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def overview(admins: Sequence[Admin], links: int, t: Localization, page: int = 0) -> Screen:
    """Who is an admin; the last one cannot be removed, nor those of ADMIN_IDS.

    `links`: how many there are that would make one more.
    """
    shown = part(admins, page, BOTH)
    removable = [each for each in shown.items if not each.fixed] if len(admins) > 1 else []
    below = [[button("➕ " + t.gettext("Add by a link"), AdminPress(action="link"))]]
    if links:
        label = "🔗 " + t.gettext("Open admin links") + f" ({links})"
        below.append([button(label, LinkPress(action="list", kind=LinkKind.ADMIN))])
    return listing(
        ["<b>" + t.gettext("Admins") + "</b>", ""],
        [_line(each, t) for each in shown.items],
        buttons=[button(f"🗑 {each.name}", _about(each, "ask", shown.number)) for each in removable],
        paging=shown.paging(lambda number: AdminPress(action="list", page=number)),
        rows=below,
    )


def ask_to_remove(admin: Admin, t: Localization, page: int) -> Screen:
    """`page`: of the list to go back to."""
    text = t.gettext("Shall {name} be an admin no longer?")
    yes = button("🗑 " + t.gettext("Remove"), _about(admin, "remove", page), style="danger")
    no = button("‹ " + t.gettext("Back"), AdminPress(action="list", page=page))
    return Screen(text.format(name=f"<b>{escape(admin.name)}</b>"), keyboard([[yes, no]]))


def link(username: str, token: str, t: Localization) -> Screen:
    address = f"https://t.me/{username}?start=admin-{token}"
    text = t.gettext("The link works once, within 24 hours. Whoever opens it becomes an admin.")
    copies = copy_keyboard([(t.gettext("Copy the link"), address)])
    return Screen(f"{text}\n\n<code>{escape(address)}</code>", copies)


def welcome(t: Localization) -> Screen:
    return Screen(
        t.gettext("🔑 You are an admin of this bot now.\n\n/registers — add the first register")
    )


def cannot_remove(t: Localization) -> str:
    return t.gettext("This admin cannot be removed here.")


def _about(admin: Admin, action: str, page: int) -> AdminPress:
    return AdminPress(action=action, user_id=admin.user_id, page=page)


def _line(admin: Admin, t: Localization) -> str:
    name = f"{escape(admin.name)} " if admin.name else ""
    fixed = " · " + t.gettext("fixed by ADMIN_IDS") if admin.fixed else ""
    return f"• {name}<code>{admin.user_id}</code>{fixed}"
