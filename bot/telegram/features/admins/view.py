"""The screens of /admins; pure."""

from collections.abc import Sequence

from bot.domain.links import LinkKind
from bot.services.admins import Admin
from bot.services.link_tokens import NewLink
from bot.telegram.features.admins.callbacks import AdminAction, AdminPress
from bot.telegram.features.registers.callbacks import RegisterAction, RegisterPress
from bot.telegram.features.unused_links.callbacks import LinkAction, LinkPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, copy_button, keyboard
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.pager import ITEMS_PER_PAGE, list_screen, page_of
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def overview(admins: Sequence[Admin], links: int, t: Localization, page: int = 0) -> Screen:
    """Who is an admin; the last one cannot be removed, nor those of ADMIN_IDS.

    `links`: how many open links would make one more.
    """
    shown = page_of(admins, page, ITEMS_PER_PAGE)
    removable = [each for each in shown.items if not each.fixed] if len(admins) > 1 else []
    below = [[button("+ " + t.gettext("Add by link"), AdminPress(action=AdminAction.MAKE_LINK))]]
    if links:
        label = "🔗 " + t.gettext("Unused admin links") + f" ({links})"
        below.append([button(label, LinkPress(action=LinkAction.LIST, kind=LinkKind.ADMIN))])
    return list_screen(
        ["<b>" + t.gettext("Admins") + "</b>", ""],
        [_line(each, t) for each in shown.items],
        buttons=[
            button(f"🗑 {each.name}", _press(each, AdminAction.CONFIRM_REMOVAL, shown.number))
            for each in removable
        ],
        paging=shown.paging(lambda number: AdminPress(action=AdminAction.LIST, page=number)),
        rows=below,
    )


def ask_to_remove(admin: Admin, t: Localization, page: int) -> Screen:
    """`page`: of the list to go back to."""
    text = t.gettext("Remove {name} as admin?")
    yes = button(
        "🗑 " + t.gettext("Remove"), _press(admin, AdminAction.REMOVE, page), style="danger"
    )
    no = back_button(AdminPress(action=AdminAction.LIST, page=page), t)
    return Screen(text.format(name=f"<b>{escape(admin.name)}</b>"), keyboard([[yes, no]]))


def link(username: str, made: NewLink, t: Localization) -> Screen:
    address = f"https://t.me/{username}?start=admin-{made.token}"
    text = t.gettext(
        "This link works once and expires in 24 hours. Whoever opens it becomes an admin."
    )
    revoke = LinkPress(action=LinkAction.REVOKE, kind=LinkKind.ADMIN, link_id=made.link_id)
    rows = [
        [copy_button(t.gettext("Copy link"), address)],
        [
            button("🗑 " + t.gettext("Revoke"), revoke),
            back_button(AdminPress(action=AdminAction.LIST), t),
        ],
    ]
    return Screen(f"{text}\n\n<code>{escape(address)}</code>", keyboard(rows))


def admin_welcome(t: Localization) -> Screen:
    text = t.gettext("🔑 You're now an admin of this bot.\n\n/registers — add a register")
    add = RegisterPress(action=RegisterAction.ADD)
    return Screen(text, keyboard([[button("+ " + t.gettext("Add register"), add)]]))


def cannot_remove(t: Localization) -> str:
    return t.gettext("This admin can't be removed here.")


def _press(admin: Admin, action: AdminAction, page: int) -> AdminPress:
    return AdminPress(action=action, user_id=admin.user_id, page=page)


def _line(admin: Admin, t: Localization) -> str:
    name = f"{escape(admin.name)} " if admin.name else ""
    fixed = " · " + t.gettext("set in the server settings") if admin.fixed else ""
    return f"• {name}<code>{admin.user_id}</code>{fixed}"
