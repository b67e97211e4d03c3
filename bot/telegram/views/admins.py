"""The screens of /admins; pure."""

from collections.abc import Sequence

from bot.services.admins import Admin
from bot.telegram.callbacks import AdminPress, LinkPress
from bot.telegram.keyboards import button, copy_keyboard, in_rows, keyboard
from bot.telegram.screens import Screen
from bot.telegram.views.html import escape
from bot.translations import Language


def overview(admins: Sequence[Admin], links: int, t: Language) -> Screen:
    """Who is an admin; the last one cannot be removed, nor those of ADMIN_IDS.

    `links`: how many there are that would make one more.
    """
    lines = ["<b>" + t.gettext("Admins") + "</b>", ""]
    lines += [_line(admin, t) for admin in admins]
    removable = [admin for admin in admins if not admin.fixed] if len(admins) > 1 else []
    rows = in_rows(
        [
            button(f"🗑 {admin.name}", AdminPress(action="ask", user_id=admin.user_id))
            for admin in removable
        ]
    )
    add = [button("➕ " + t.gettext("Add by a link"), AdminPress(action="link"))]
    if links:
        label = "🔗 " + t.gettext("Open admin links") + f" ({links})"
        add.append(button(label, LinkPress(action="list", kind="admin")))
    return Screen("\n".join(lines), keyboard([*rows, add]))


def ask_to_remove(admin: Admin, t: Language) -> Screen:
    text = t.gettext("Shall {name} be an admin no longer?")
    yes = button(
        "🗑 " + t.gettext("Remove"),
        AdminPress(action="remove", user_id=admin.user_id),
        style="danger",
    )
    no = button("‹ " + t.gettext("Back"), AdminPress(action="list"))
    return Screen(text.format(name=f"<b>{escape(admin.name)}</b>"), keyboard([[yes, no]]))


def link(username: str, token: str, t: Language) -> Screen:
    address = f"https://t.me/{username}?start=admin-{token}"
    text = t.gettext("The link works once, within 24 hours. Whoever opens it becomes an admin.")
    copies = copy_keyboard([(t.gettext("Copy the link"), address)])
    return Screen(f"{text}\n\n<code>{escape(address)}</code>", copies)


def welcome(t: Language) -> Screen:
    return Screen(
        t.gettext("🔑 You are an admin of this bot now.\n\n/registers — add the first register")
    )


def cannot_remove(t: Language) -> str:
    return t.gettext("This admin cannot be removed here.")


def _line(admin: Admin, t: Language) -> str:
    name = f"{escape(admin.name)} " if admin.name else ""
    fixed = " · " + t.gettext("fixed by ADMIN_IDS") if admin.fixed else ""
    return f"• {name}<code>{admin.user_id}</code>{fixed}"
