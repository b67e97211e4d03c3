"""The list of open requests, and what admins are told about requests that were closed; pure."""

from collections.abc import Sequence

from bot.domain.audit import COMMAND_LINE
from bot.domain.registers import Register
from bot.services.access_request_messages import facts_of
from bot.storage import StoredAccessRequest
from bot.telegram.features.access.callbacks import AccessAction, AccessPress
from bot.telegram.features.access_requests import view
from bot.telegram.features.access_requests.callbacks import RequestListAction, RequestListPress
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.pager import ITEMS_PER_PAGE, list_screen, page_of
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

MAX_LABEL_LENGTH = 24


def overview(
    access_requests: Sequence[StoredAccessRequest], number: int, t: Localization
) -> Screen:
    """Who waits, the longest first; a button each."""
    shown = page_of(access_requests, number, ITEMS_PER_PAGE)
    numbered = list(enumerate(shown.items, shown.number * ITEMS_PER_PAGE + 1))
    header = ["<b>" + t.gettext("Access requests") + "</b>", ""]
    if not access_requests:
        header.append(t.gettext("No requests right now."))
    back = back_button(AccessPress(action=AccessAction.LIST), t)
    return list_screen(
        header,
        [
            f"{place}. {_asker(each)} · {relative_time(each.asked_at, t)}"
            for place, each in numbered
        ],
        buttons=[
            button(
                f"{place}. {each.chat[:MAX_LABEL_LENGTH]}",
                _press(RequestListAction.OPEN, shown.number, each.id),
            )
            for place, each in numbered
        ],
        paging=shown.paging(lambda to: _press(RequestListAction.LIST, to)),
        rows=[[back]],
    )


def request_details(
    request: StoredAccessRequest,
    registers: Sequence[Register],
    here: RequestListPress,
    t: Localization,
) -> Screen:
    """Like the message that tells of it; `here`: the pages of the list and of the registers."""
    page = here.register_id if here.action is RequestListAction.TURN_PAGE else 0
    screen = view.request(
        facts_of(request, request.chat_id),
        registers,
        t,
        lambda action, number: _press(RequestListAction(action), here.page, request.id, number),
        page,
    )
    back = back_button(_press(RequestListAction.LIST, here.page), t)
    assert screen.keyboard
    return Screen(screen.text, keyboard([*screen.keyboard.inline_keyboard, [back]]))


def requests_waiting(count: int, t: Localization) -> Screen:
    """One message for many requests: how many of them still wait."""
    if not count:
        return Screen(t.gettext("🔔 No more requests waiting."))
    text = t.ngettext(
        "🔔 {count} more access request is waiting.",
        "🔔 {count} more access requests are waiting.",
        count,
    )
    show = button(t.gettext("Show requests"), _press(RequestListAction.SHOW, 0))
    return Screen(text.format(count=count), keyboard([[show]]))


def request_overtaken(chat: str, who: str | None, t: Localization) -> Screen:
    """Access was given another way: by an admin, the command line, or (`who` None) an invite."""
    how = t.gettext("invite") if who is None else who
    if who == COMMAND_LINE.name:
        how = t.gettext("command line")
    text = t.gettext("✅ {chat} now has access ({how}).")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>", how=escape(how)))


def request_expired(chat: str, t: Localization) -> Screen:
    text = t.gettext(
        "⌛ The request from {chat} has expired: nobody answered. The chat can ask again."
    )
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>"))


def request_withdrawn(chat: str, t: Localization) -> Screen:
    text = t.gettext("🚪 I was removed from {chat}, so its request is closed.")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>"))


def decision_toast(chat: str, t: Localization, *, granted: bool) -> str:
    """A toast over the list."""
    text = t.gettext("✅ {chat} now has access.") if granted else t.gettext("✖️ {chat}: denied.")
    return text.format(chat=chat)


def _asker(each: StoredAccessRequest) -> str:
    who = "" if each.asked_by in ("", each.chat) else f" ({escape(each.asked_by)})"
    return f"<b>{escape(each.chat)}</b>{who}"


def _press(
    action: RequestListAction, page: int, request_id: int = 0, register_id: int = ALL_REGISTERS
) -> RequestListPress:
    return RequestListPress(
        action=action, request_id=request_id, register_id=register_id, page=page
    )
