"""The screens of /access; pure."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.domain.links import LinkKind
from bot.domain.registers import Register
from bot.services.access import GrantedChat, GrantedPage
from bot.telegram.features.access.callbacks import AccessAction, AccessPress
from bot.telegram.features.access_requests.callbacks import RequestListAction, RequestListPress
from bot.telegram.features.invites.callbacks import InviteAction, InvitePress
from bot.telegram.features.unused_links.callbacks import LinkAction, LinkPress
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard, paging_row
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.pager import BUTTONS_PER_PAGE, ITEMS_PER_PAGE, list_screen, page_of
from bot.telegram.ui.register_names import MAX_NAMES
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

CHATS_PER_PAGE = ITEMS_PER_PAGE


def overview(page: GrantedPage, number: int, t: Localization) -> Screen:
    """One page of the chats that may see something, a button each; `number`: of the page, from 0.

    The number of pages is not known: counting them would cost more with every chat.
    """
    header = ["<b>" + t.gettext("Access") + "</b>", ""]
    if not page.chats:
        header.append(
            t.gettext(
                "No chat has access yet. Admins see everything in a private chat with the bot."
            )
        )
    lines = [f"• {_title_html(each)}: {_register_names(each, t)}" for each in page.chats]
    if page.access_requests:
        lines += ["", t.gettext("🔔 Requests waiting: {count}").format(count=page.access_requests)]
    number = max(number, 1) if page.before is not None else 0
    first = page.chats[0].chat_id if page.chats else 0
    navigation = paging_row(
        str(number + 1),
        AccessPress(action=AccessAction.LIST, chat_id=first, page=number),
        _list_press(page.before, number - 1),
        _list_press(page.after, number + 1),
    )
    names = [
        button(
            _title(each),
            AccessPress(action=AccessAction.OPEN, chat_id=each.chat_id, page=number, skip=at),
        )
        for at, each in enumerate(page.chats)
    ]
    invite = button("+ " + t.gettext("Invite"), InvitePress(action=InviteAction.PICK_REGISTERS))
    return list_screen(
        header, lines, buttons=names, paging=navigation, rows=[*_open_items(page, t), [invite]]
    )


def _open_items(page: GrantedPage, t: Localization) -> list[list[InlineKeyboardButton]]:
    """Buttons for the open requests and invites, if there are any: a row each."""
    rows = []
    if page.access_requests:
        label = "🔔 " + t.gettext("Requests") + f" ({page.access_requests})"
        rows.append([button(label, RequestListPress(action=RequestListAction.LIST))])
    if page.invites:
        label = "🔗 " + t.gettext("Unused invites") + f" ({page.invites})"
        rows.append([button(label, LinkPress(action=LinkAction.LIST, kind=LinkKind.INVITE))])
    return rows


def chat(
    each: GrantedChat,
    registers: Sequence[Register],
    here: AccessPress,
    t: Localization,
) -> Screen:
    """One chat: what it may see and until when; each press gives or takes one register."""
    header = [f"<b>{_title_html(each)}</b>", f"<code>{each.chat_id}</code>", ""]
    if not each.ends:
        header.append(t.gettext("This chat has no access. Choose what it can see."))
    shown = page_of(registers, here.registers, BUTTONS_PER_PAGE)
    names: dict[int | None, str] = {None: t.gettext("All")}
    names |= {register.id: register.name for register in shown.items}
    lines = [
        f"✓ {escape(name)}{_until(each.ends[register_id], t)}"
        for register_id, name in names.items()
        if register_id in each.ends
    ]
    if len(lines) < len(each.ends):  # the others are on other pages
        header += [_register_names(each, t), ""]
    remove = button("🗑 " + t.gettext("Remove access"), _press(here, AccessAction.CONFIRM_REMOVAL))
    back = back_button(_press(here, AccessAction.LIST), t)
    return list_screen(
        header,
        lines,
        buttons=[
            _toggle_button(each, here, register.id, register.name) for register in shown.items
        ],
        paging=shown.paging(lambda number: _press(here, AccessAction.OPEN, registers=number)),
        rows=[[_toggle_button(each, here, ALL_REGISTERS, t.gettext("All"))], [remove, back]],
    )


def ask_to_remove(each: GrantedChat, here: AccessPress, t: Localization) -> Screen:
    text = t.gettext("Remove all access for {chat}?").format(chat=f"<b>{_title_html(each)}</b>")
    yes = button(
        "🗑 " + t.gettext("Remove access"), _press(here, AccessAction.REMOVE), style="danger"
    )
    no = back_button(_press(here, AccessAction.OPEN), t)
    return Screen(text, keyboard([[yes, no]]))


def _title_html(each: GrantedChat) -> str:
    return escape(each.title or str(each.chat_id))


def _title(each: GrantedChat) -> str:
    return each.title or str(each.chat_id)


def _register_names(each: GrantedChat, t: Localization) -> str:
    names = [escape(name) if name else t.gettext("All") for name in each.names]
    more = len(names) - MAX_NAMES
    return ", ".join(names[:MAX_NAMES]) + (f", … +{more}" if more > 0 else "")


def _until(end: datetime | None, t: Localization) -> str:
    return f" · ⌛ {relative_time(end, t)}" if end else ""


def _list_press(first: int | None, number: int) -> AccessPress | None:
    return (
        None if first is None else AccessPress(action=AccessAction.LIST, chat_id=first, page=number)
    )


def _press(here: AccessPress, action: AccessAction, **others: int) -> AccessPress:
    """The press of another button; it keeps the chat and the page to go back to."""
    return here.model_copy(update={"action": action, "register_id": ALL_REGISTERS, **others})


def _toggle_button(
    each: GrantedChat, here: AccessPress, register_id: int, name: str
) -> InlineKeyboardButton:
    granted = (None if register_id == ALL_REGISTERS else register_id) in each.ends
    press = _press(
        here, AccessAction.TAKE if granted else AccessAction.GIVE, register_id=register_id
    )
    return button(("✓ " if granted else "") + name, press)
