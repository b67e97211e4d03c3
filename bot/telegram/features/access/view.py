"""The screens of /access; pure."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.domain.links import LinkKind
from bot.domain.registers import Register
from bot.services.access import GrantedChat, GrantedPage
from bot.telegram.features.access.callbacks import AccessPress
from bot.telegram.features.access_requests.callbacks import WaitingPress
from bot.telegram.features.invites.callbacks import InvitePress
from bot.telegram.features.open_links.callbacks import LinkPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard, paging
from bot.telegram.ui.pager import BOTH, BUTTONS, listing, part
from bot.telegram.ui.register_names import MAX_NAMES
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

CHATS_A_PAGE = BOTH


def overview(page: GrantedPage, number: int, t: Localization) -> Screen:
    """Some of the chats that may see something, a button each; `number` of the page, from 0.

    How many pages there are is not known: to count them would cost the more the more there are.
    """
    above = ["<b>" + t.gettext("Access") + "</b>", ""]
    if not page.chats:
        above.append(t.gettext("No chat may see anything yet, except admins in private."))
    lines = [f"• {_called(each)}: {_seen(each, t)}" for each in page.chats]
    if page.access_requests:
        lines += ["", t.gettext("🔔 Requests waiting: {count}").format(count=page.access_requests)]
    number = max(number, 1) if page.before is not None else 0
    first = page.chats[0].chat_id if page.chats else 0
    track = paging(
        str(number + 1),
        AccessPress(action="list", chat_id=first, page=number),
        _list(page.before, number - 1),
        _list(page.after, number + 1),
    )
    names = [
        button(_label(each), AccessPress(action="open", chat_id=each.chat_id, page=number, skip=at))
        for at, each in enumerate(page.chats)
    ]
    invite = button("➕ " + t.gettext("Invite"), InvitePress(action="pick"))
    return listing(above, lines, buttons=names, paging=track, rows=[*_waiting(page, t), [invite]])


def _waiting(page: GrantedPage, t: Localization) -> list[list[InlineKeyboardButton]]:
    """To the requests and the invites that are open, if there are any: a row each."""
    rows = []
    if page.access_requests:
        label = "🔔 " + t.gettext("Requests") + f" ({page.access_requests})"
        rows.append([button(label, WaitingPress(action="list"))])
    if page.invites:
        label = "🔗 " + t.gettext("Open invites") + f" ({page.invites})"
        rows.append([button(label, LinkPress(action="list", kind=LinkKind.INVITE))])
    return rows


def chat(
    each: GrantedChat,
    registers: Sequence[Register],
    here: AccessPress,
    t: Localization,
) -> Screen:
    """One chat: what it may see and until when; each press gives or takes one register."""
    above = [f"<b>{_called(each)}</b>", f"<code>{each.chat_id}</code>", ""]
    if not each.ends:
        above.append(t.gettext("This chat may see nothing."))
    shown = part(registers, here.registers, BUTTONS)
    names: dict[int | None, str] = {None: t.gettext("All")}
    names |= {register.id: register.name for register in shown.items}
    lines = [
        f"✓ {escape(name)}{_until(each.ends[register_id], t)}"
        for register_id, name in names.items()
        if register_id in each.ends
    ]
    if len(lines) < len(each.ends):  # the rest is on other pages
        above += [_seen(each, t), ""]
    remove = button("🗑 " + t.gettext("Remove"), _to(here, "ask"))
    back = button("‹ " + t.gettext("Back"), _to(here, "list"))
    return listing(
        above,
        lines,
        buttons=[_toggle(each, here, register.id, register.name) for register in shown.items],
        paging=shown.paging(lambda number: _to(here, "open", registers=number)),
        rows=[[_toggle(each, here, 0, t.gettext("All"))], [remove, back]],
    )


def ask_to_remove(each: GrantedChat, here: AccessPress, t: Localization) -> Screen:
    text = t.gettext("Take everything from {chat}?").format(chat=f"<b>{_called(each)}</b>")
    yes = button("🗑 " + t.gettext("Remove"), _to(here, "remove"), style="danger")
    no = button("‹ " + t.gettext("Back"), _to(here, "open"))
    return Screen(text, keyboard([[yes, no]]))


def _called(each: GrantedChat) -> str:
    return escape(each.title or str(each.chat_id))


def _label(each: GrantedChat) -> str:
    return each.title or str(each.chat_id)


def _seen(each: GrantedChat, t: Localization) -> str:
    names = [escape(name) if name else t.gettext("All") for name in each.names]
    more = len(names) - MAX_NAMES
    return ", ".join(names[:MAX_NAMES]) + (f", … +{more}" if more > 0 else "")


def _until(end: datetime | None, t: Localization) -> str:
    return f" · ⌛ {relative_time(end, t)}" if end else ""


def _list(first: int | None, number: int) -> AccessPress | None:
    return None if first is None else AccessPress(action="list", chat_id=first, page=number)


def _to(here: AccessPress, action: str, **others: int) -> AccessPress:
    """The press of another button; it keeps the chat and the way back."""
    return here.model_copy(update={"action": action, "register_id": 0, **others})


def _toggle(
    each: GrantedChat, here: AccessPress, register_id: int, name: str
) -> InlineKeyboardButton:
    has = (register_id or None) in each.ends
    press = _to(here, "take" if has else "give", register_id=register_id)
    return button(("✓ " if has else "") + name, press)
