"""A request for access and its decision; pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.domain.registers import Register
from bot.services.access_requests import NotNow
from bot.telegram.features.access_requests.callbacks import DecisionAction, DecisionPress
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, in_rows, keyboard
from bot.telegram.ui.pager import BUTTONS_PER_PAGE, page_of
from bot.telegram.ui.register_names import join_names
from bot.telegram.ui.screen import Screen
from bot.telegram.ui.toasts import out_of_date
from bot.translations import Localization

PressFor = Callable[[DecisionAction, int], CallbackData]
"""Makes the press for an action and a register's id, or the number of a page."""


def request(
    facts: Mapping[str, Any],
    registers: Sequence[Register],
    t: Localization,
    press_for: PressFor | None = None,
    page: int = 0,
) -> Screen:
    """What every admin is sent: who asks, and buttons to decide."""
    text = t.gettext(
        "🔔 {chat} is asking for access.\nChat ID: {chat_id}\nAsked by: {who}, {user_id}"
    )
    shown = text.format(
        chat=f"<b>{escape(facts['chat'])}</b>",
        chat_id=f"<code>{facts['chat_id']}</code>",
        who=escape(facts["who"] or "—"),
        user_id=f"<code>{facts['user_id'] or '—'}</code>",
    )
    press_for = press_for or decision_press_for(facts["request_id"])
    return Screen(shown, decision_keyboard(registers, t, press_for, page))


def decision_press_for(request_id: int) -> PressFor:
    """For the message that tells an admin of a request."""
    return lambda action, number: DecisionPress(
        request_id=request_id, verdict=action, register_id=number
    )


def decision_keyboard(
    registers: Sequence[Register], t: Localization, press_for: PressFor, page: int = 0
) -> InlineKeyboardMarkup:
    """The answers to a request: one register, all of them, none."""
    shown = page_of(registers, page, BUTTONS_PER_PAGE)
    grants = [button(each.name, press_for(DecisionAction.GRANT, each.id)) for each in shown.items]
    paging = shown.paging(lambda number: press_for(DecisionAction.TURN_PAGE, number))
    answers = [
        [button("✅ " + t.gettext("All"), press_for(DecisionAction.GRANT, ALL_REGISTERS))],
        [
            button("✖️ " + t.gettext("Deny"), press_for(DecisionAction.DENY, ALL_REGISTERS)),
            button(
                "⛔ " + t.gettext("Deny for good"),
                press_for(DecisionAction.DENY_FOR_GOOD, ALL_REGISTERS),
            ),
        ],
    ]
    return keyboard([*in_rows(grants), paging, *answers])


def decision_made(
    title: str, names: Sequence[str | None] | None, who: str, t: Localization
) -> Screen:
    """What the admins' messages about it become; `names` None: denied."""
    if names is None:
        text = t.gettext("✖️ {chat} was denied access by {who}.")
    else:
        text = t.gettext("✅ {chat} was given access by {who}: {names}")
    shown = text.format(
        chat=f"<b>{escape(title)}</b>",
        who=escape(who),
        names=join_names(names or (), t),
    )
    return Screen(shown)


def request_toast(refusal: NotNow | None, t: Localization) -> str:
    """What whoever asks for access is told."""
    match refusal:
        case NotNow.HAS_ACCESS:
            return out_of_date(t)
        case NotNow.WAITING:
            return t.gettext("This chat's request is waiting for an answer.")
        case NotNow.TOO_MANY:
            return t.gettext("Too many requests from this chat today. Try again tomorrow.")
        case NotNow.TOO_MANY_IN_ALL:
            return t.gettext("Too many chats are waiting for an answer. Try again later.")
        case NotNow.DENIED_FOR_GOOD:
            return t.gettext("The owner doesn't accept requests from this chat.")
        case _:
            return t.gettext("Request sent. The answer will come here.")


def already_decided(t: Localization) -> str:
    return t.gettext("This request has already been answered.")
