"""The screens of the requests that wait, and what becomes of the admins' messages; pure."""

from collections.abc import Sequence

from bot.domain.audit import COMMAND_LINE
from bot.domain.registers import Register
from bot.services.access_request_messages import facts_of
from bot.storage import StoredAccessRequest
from bot.telegram.features.access.callbacks import AccessPress
from bot.telegram.features.access_requests import view as access
from bot.telegram.features.access_requests.callbacks import WaitingPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.pager import BOTH, listing, part
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

MAX_LABEL_LENGTH = 24


def overview(
    access_requests: Sequence[StoredAccessRequest], number: int, t: Localization
) -> Screen:
    """Who waits, the longest first; a button each."""
    shown = part(access_requests, number, BOTH)
    numbered = list(enumerate(shown.items, shown.number * BOTH + 1))
    above = ["<b>" + t.gettext("Requests for access") + "</b>", ""]
    if not access_requests:
        above.append(t.gettext("Nobody is waiting."))
    back = button("‹ " + t.gettext("Back"), AccessPress(action="list"))
    return listing(
        above,
        [
            f"{place}. {_called(each)} · {relative_time(each.asked_at, t)}"
            for place, each in numbered
        ],
        buttons=[
            button(
                f"{place}. {each.chat[:MAX_LABEL_LENGTH]}", _press("open", shown.number, each.id)
            )
            for place, each in numbered
        ],
        paging=shown.paging(lambda to: _press("list", to)),
        rows=[[back]],
    )


def one(
    request: StoredAccessRequest, registers: Sequence[Register], here: WaitingPress, t: Localization
) -> Screen:
    """The same answers as on the message; `here`: the page of the list, and that of registers."""
    page = here.register_id if here.action == "page" else 0
    screen = access.request(
        facts_of(request, request.chat_id),
        registers,
        t,
        lambda verdict, register_id=0: _press(verdict, here.page, request.id, register_id),
        page,
    )
    back = button("‹ " + t.gettext("Back"), _press("list", here.page))
    assert screen.keyboard
    return Screen(screen.text, keyboard([*screen.keyboard.inline_keyboard, [back]]))


def waiting(count: int, t: Localization) -> Screen:
    """One message for many requests: how many of them still wait."""
    if not count:
        return Screen(t.gettext("🔔 No more requests are waiting."))
    text = t.ngettext(
        "🔔 {count} more request for access is waiting.",
        "🔔 {count} more requests for access are waiting.",
        count,
    )
    show = button(t.gettext("Show requests"), _press("show", 0))
    return Screen(text.format(count=count), keyboard([[show]]))


def overtaken(chat: str, who: str | None, t: Localization) -> Screen:
    """Access came another way: by an admin, by the command line, or (`who` None) by an invite."""
    how = t.gettext("invite") if who is None else who
    if who == COMMAND_LINE.name:
        how = t.gettext("command line")
    text = t.gettext("✅ {chat} has access now ({how}).")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>", how=escape(how)))


def expired(chat: str, t: Localization) -> Screen:
    text = t.gettext(
        "⌛ The request of {chat} has expired: nobody answered. The chat may ask again."
    )
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>"))


def withdrawn(chat: str, t: Localization) -> Screen:
    text = t.gettext("🚪 I was removed from {chat}; its request is closed.")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>"))


def answered(chat: str, t: Localization, *, granted: bool) -> str:
    """A toast over the list."""
    text = t.gettext("✅ {chat} has access now.") if granted else t.gettext("✖️ {chat}: denied.")
    return text.format(chat=chat)


def _called(each: StoredAccessRequest) -> str:
    who = "" if each.asked_by in ("", each.chat) else f" ({escape(each.asked_by)})"
    return f"<b>{escape(each.chat)}</b>{who}"


def _press(action: str, page: int, request_id: int = 0, register_id: int = 0) -> WaitingPress:
    return WaitingPress(action=action, request_id=request_id, register_id=register_id, page=page)
