"""The screens of the requests that wait, and what becomes of the admins' messages; pure."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.domain import COMMAND_LINE, Register
from bot.services.requests import facts_of
from bot.storage import StoredRequest
from bot.telegram.callbacks import AccessPress, WaitingPress
from bot.telegram.keyboards import button, in_rows, keyboard
from bot.telegram.screens import Screen
from bot.telegram.slices import slice_of
from bot.telegram.views import access
from bot.telegram.views.html import escape
from bot.telegram.views.times import ageing
from bot.translations import Language

LONGEST_LABEL = 24


def overview(
    requests: Sequence[StoredRequest], number: int, t: Language, timezone: tzinfo
) -> Screen:
    """Who waits, the longest first; a button each."""
    some = slice_of(requests, number)
    lines = ["<b>" + t.gettext("Requests for access") + "</b>", ""]
    for place, each in enumerate(some.items, some.first):
        lines.append(f"{place}. {_called(each)} · {ageing(each.asked_at, t, timezone)}")
    if not requests:
        lines.append(t.gettext("Nobody is waiting."))
    rows = in_rows(
        [
            button(f"{place}. {each.chat[:LONGEST_LABEL]}", _press("open", some.number, each.id))
            for place, each in enumerate(some.items, some.first)
        ]
    )
    back = button("‹ " + t.gettext("Back"), AccessPress(action="list"))
    turns = some.turns(lambda to: _press("list", to))
    return Screen("\n".join(lines), keyboard([*rows, turns, [back]]))


def one(request: StoredRequest, registers: Sequence[Register], number: int, t: Language) -> Screen:
    """The same answers as on the message; `number`: the page of the list it came from."""
    screen = access.request(
        facts_of(request, request.chat_id),
        registers,
        t,
        lambda verdict, register_id=0: _press(verdict, number, request.id, register_id),
    )
    back = button("‹ " + t.gettext("Back"), _press("list", number))
    assert screen.keyboard
    return Screen(screen.text, keyboard([*screen.keyboard.inline_keyboard, [back]]))


def waiting(count: int, t: Language) -> Screen:
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


def overtaken(chat: str, who: str | None, t: Language) -> Screen:
    """Access came another way: by an admin, by the command line, or (`who` None) by an invite."""
    how = t.gettext("invite") if who is None else who
    if who == COMMAND_LINE.name:
        how = t.gettext("command line")
    text = t.gettext("✅ {chat} has access now ({how}).")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>", how=escape(how)))


def expired(chat: str, t: Language) -> Screen:
    text = t.gettext("⌛ Nobody answered {chat}: the request has ended. The chat may ask again.")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>"))


def answered(chat: str, t: Language, *, granted: bool) -> str:
    """A toast over the list."""
    text = t.gettext("✅ {chat} has access now.") if granted else t.gettext("✖️ {chat}: denied.")
    return text.format(chat=chat)


def _called(each: StoredRequest) -> str:
    who = "" if each.asked_by in ("", each.chat) else f" ({escape(each.asked_by)})"
    return f"<b>{escape(each.chat)}</b>{who}"


def _press(action: str, page: int, request_id: int = 0, register_id: int = 0) -> WaitingPress:
    return WaitingPress(action=action, request_id=request_id, register_id=register_id, page=page)
