"""A request for access and its answers; pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.domain.registers import Register
from bot.services.access_requests import NotNow
from bot.telegram.features.access_requests.callbacks import DecisionPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, in_rows, keyboard
from bot.telegram.ui.pager import BUTTONS, part
from bot.telegram.ui.register_names import _names
from bot.telegram.ui.screen import Screen
from bot.telegram.ui.toasts import out_of_date
from bot.translations import Localization

Decide = Callable[..., CallbackData]
"""What a button carries: a verdict and maybe a register's id, or «page» and its number."""


def request(
    facts: Mapping[str, Any],
    registers: Sequence[Register],
    t: Localization,
    decide: Decide | None = None,
    page: int = 0,
) -> Screen:
    """What every admin gets: who asks, and the answers there are."""
    text = t.gettext("🔔 {chat} asks for access.\nChat id: {chat_id}\nAsked by: {who}, {user_id}")
    shown = text.format(
        chat=f"<b>{escape(facts['chat'])}</b>",
        chat_id=f"<code>{facts['chat_id']}</code>",
        who=escape(facts["who"] or "—"),
        user_id=f"<code>{facts['user_id'] or '—'}</code>",
    )
    decide = decide or deciding(facts["request_id"])
    return Screen(shown, request_keyboard(registers, t, decide, page))


def deciding(request_id: int) -> Decide:
    """For the message that tells an admin of a request."""
    return partial(_decide, request_id)


def request_keyboard(
    registers: Sequence[Register], t: Localization, decide: Decide, page: int = 0
) -> InlineKeyboardMarkup:
    """The answers to a request: one register, all of them, none."""
    shown = part(registers, page, BUTTONS)
    grants = [button(each.name, decide("grant", each.id)) for each in shown.items]
    track = shown.paging(lambda number: decide("page", number))
    answers = [
        [button("✅ " + t.gettext("All"), decide("grant"))],
        [
            button("✖️ " + t.gettext("Deny"), decide("deny")),
            button("⛔ " + t.gettext("Deny for good"), decide("never")),
        ],
    ]
    return keyboard([*in_rows(grants), track, *answers])


def decided(title: str, names: Sequence[str | None] | None, who: str, t: Localization) -> Screen:
    """What becomes of the admins' messages; `names` None: denied."""
    if names is None:
        text = t.gettext("✖️ {chat} was denied access by {who}.")
    else:
        text = t.gettext("✅ {chat} was given access by {who}: {names}")
    shown = text.format(
        chat=f"<b>{escape(title)}</b>",
        who=escape(who),
        names=_names(names or (), t),
    )
    return Screen(shown)


def _decide(request_id: int, verdict: str, register_id: int = 0) -> DecisionPress:
    return DecisionPress(request_id=request_id, verdict=verdict, register_id=register_id)


def request_toast(refusal: NotNow | None, t: Localization) -> str:
    """What the one who asks for access is told."""
    match refusal:
        case NotNow.HAS_ACCESS:
            return out_of_date(t)
        case NotNow.WAITING:
            return t.gettext("The request of this chat is waiting for an answer.")
        case NotNow.TOO_MANY:
            return t.gettext("This chat has asked often enough today. Try again tomorrow.")
        case NotNow.TOO_MANY_IN_ALL:
            return t.gettext("Too many chats are waiting for an answer. Try again later.")
        case NotNow.DENIED_FOR_GOOD:
            return t.gettext("The owner does not want requests from this chat.")
        case _:
            return t.gettext("The request is sent. The answer will come here.")


def decided_before(t: Localization) -> str:
    return t.gettext("Somebody has decided already.")
