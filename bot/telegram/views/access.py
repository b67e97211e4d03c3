"""The screens of /access, of invites and of requests; pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.domain import Register
from bot.services.access import GrantedChat, GrantedPage
from bot.telegram.callbacks import AccessPress, DecisionPress, InvitePress, LinkPress, WaitingPress
from bot.telegram.keyboards import button, copy_keyboard, in_rows, keyboard
from bot.telegram.screens import Screen
from bot.telegram.views.html import escape
from bot.telegram.views.times import ageing
from bot.translations import Language

CHATS_A_PAGE = 8
MOST_NAMES = 8
"""Registers of a chat that are named in a list; its own screen names all."""

MOST_BUTTONS = 40
"""Registers on a request; more would hide the answers below them. The rest is under /access."""


def overview(page: GrantedPage, number: int, t: Language) -> Screen:
    """Chats that may see something, a button each; `number` of the page, from 0."""
    lines = ["<b>" + t.gettext("Access") + "</b>", ""]
    lines += [f"• {_called(each)}: {_seen(each, t)}" for each in page.chats]
    if not page.chats:
        lines.append(t.gettext("No chat may see anything yet, except admins in private."))
    rows = in_rows([button(_label(each), _about(each, "open")) for each in page.chats])
    if page.requests:
        lines += ["", t.gettext("🔔 Requests waiting: {count}").format(count=page.requests)]
    turn = []
    if page.before is not None:
        turn.append(_turn(f"‹ {max(number, 1)}", page.before, max(number - 1, 0)))
    if page.after is not None:
        turn.append(_turn(f"{number + 2} ›", page.after, number + 1))
    invite = button("➕ " + t.gettext("Invite"), InvitePress(action="pick"))
    return Screen("\n".join(lines), keyboard([*rows, turn, _waiting(page, t), [invite]]))


def _waiting(page: GrantedPage, t: Language) -> list[InlineKeyboardButton]:
    """To the requests and the invites that are open, if there are any."""
    row = []
    if page.requests:
        label = "🔔 " + t.gettext("Requests") + f" ({page.requests})"
        row.append(button(label, WaitingPress(action="list")))
    if page.invites:
        label = "🔗 " + t.gettext("Open invites") + f" ({page.invites})"
        row.append(button(label, LinkPress(action="list", kind="invite")))
    return row


def chat(each: GrantedChat, registers: Sequence[Register], t: Language, timezone: tzinfo) -> Screen:
    """One chat: what it may see and until when; each press gives or takes one register."""
    lines = [f"<b>{_called(each)}</b>", f"<code>{each.chat_id}</code>", ""]
    names = {register.id: register.name for register in registers}
    for register_id, end in each.ends.items():
        name = t.gettext("All") if register_id is None else names.get(register_id, "?")
        lines.append(f"✓ {escape(name)}{_until(end, t, timezone)}")
    if not each.ends:
        lines.append(t.gettext("This chat may see nothing."))
    rows = in_rows([_toggle(each, register.id, register.name) for register in registers])
    rows.append([_toggle(each, 0, t.gettext("All"))])
    remove = button("🗑 " + t.gettext("Remove"), _about(each, "ask"))
    back = button("‹ " + t.gettext("Back"), AccessPress(action="list"))
    return Screen("\n".join(lines), keyboard([*rows, [remove, back]]))


def ask_to_remove(each: GrantedChat, t: Language) -> Screen:
    text = t.gettext("Take everything from {chat}?").format(chat=f"<b>{_called(each)}</b>")
    yes = button("🗑 " + t.gettext("Remove"), _about(each, "remove"), style="danger")
    no = button("‹ " + t.gettext("Back"), _about(each, "open"))
    return Screen(text, keyboard([[yes, no]]))


def pick_registers(registers: Sequence[Register], chosen: Sequence[int], t: Language) -> Screen:
    """First step of an invite: which registers; none chosen means all."""
    text = t.gettext("What shall the invited chat see? Nothing chosen means all registers.")
    picks = [_pick(register, chosen) for register in registers]
    on = InvitePress(action="time", chosen=joined(chosen))
    rows = [
        [button(t.gettext("Next") + " ›", on)],
        [button("‹ " + t.gettext("Back"), AccessPress(action="list"))],
    ]
    return Screen(text, keyboard([*in_rows(picks), *rows]))


def pick_time(chosen: str, t: Language) -> Screen:
    """Second step: for how long."""
    labels = {
        "1h": t.gettext("1 hour"),
        "24h": t.gettext("24 hours"),
        "7d": t.gettext("7 days"),
        "ever": t.gettext("For ever"),
    }
    buttons = [
        button(label, InvitePress(action="make", chosen=chosen, lasts=lasts))
        for lasts, label in labels.items()
    ]
    back = button("‹ " + t.gettext("Back"), InvitePress(action="pick", chosen=chosen))
    text = t.gettext("For how long, from the moment the link is opened?")
    return Screen(text, keyboard([*in_rows(buttons), [back]]))


def invite(username: str, token: str, t: Language) -> Screen:
    """The link, for a person and for a group; either may be used, once."""
    person = f"https://t.me/{username}?start=invite-{token}"
    group = f"https://t.me/{username}?startgroup=invite-{token}"
    lines = [
        t.gettext("The link works once, within 7 days. Whoever opens it gets the access."),
        "",
        t.gettext("For a person:") + f"\n<code>{escape(person)}</code>",
        "",
        t.gettext("For a group:") + f"\n<code>{escape(group)}</code>",
    ]
    copies = [(t.gettext("For a person"), person), (t.gettext("For a group"), group)]
    return Screen("\n".join(lines), copy_keyboard(copies))


def joined(chosen: Sequence[int]) -> str:
    return ".".join(str(register_id) for register_id in chosen)


def welcome(t: Language) -> Screen:
    """What a chat is told when it was let in."""
    return Screen(t.gettext("✅ This chat may see balances now: /balance"))


def turned_down(t: Language) -> Screen:
    return Screen(t.gettext("The owner has answered: no access for this chat."))


def link_is_spent(t: Language) -> Screen:
    return Screen(t.gettext("This link is no longer good. Ask for a new one."))


def registers_gone(t: Language) -> Screen:
    return Screen(t.gettext("The registers of this invite are gone. Ask for a new one."))


def grant_ended(names: Sequence[str | None], t: Language) -> Screen:
    """Of names None stands for all registers, here and below."""
    text = t.gettext("⌛ The access of this chat has ended: {names}")
    return Screen(text.format(names=_names(names, t)))


def grant_ended_for_admins(chat: str, names: Sequence[str | None], t: Language) -> Screen:
    text = t.gettext("⌛ The access of {chat} has ended: {names}")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>", names=_names(names, t)))


def invite_used(chat: str, who: str, t: Language) -> Screen:
    text = t.gettext("✅ {chat} has used an invite ({who}).")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>", who=escape(who)))


def bot_removed(chat: str, t: Language) -> Screen:
    text = t.gettext("🚪 I was removed from {chat}; its access has ended.")
    return Screen(text.format(chat=f"<b>{escape(chat)}</b>"))


def request(
    facts: Mapping[str, Any],
    registers: Sequence[Register],
    t: Language,
    press: Callable[..., CallbackData] | None = None,
) -> Screen:
    """What every admin gets: who asks, and the answers there are.

    `press`: what a button with a verdict, and maybe a register id, carries.
    """
    decide = press or partial(_decide, facts["request_id"])
    text = t.gettext("🔔 {chat} asks for access.\nChat id: {chat_id}\nAsked by: {who}, {user_id}")
    grants = [
        button(register.name, decide("grant", register.id)) for register in registers[:MOST_BUTTONS]
    ]
    answers = [
        [button("✅ " + t.gettext("All"), decide("grant"))],
        [
            button("✖️ " + t.gettext("Deny"), decide("deny")),
            button("⛔ " + t.gettext("Deny for good"), decide("never")),
        ],
    ]
    shown = text.format(
        chat=f"<b>{escape(facts['chat'])}</b>",
        chat_id=f"<code>{facts['chat_id']}</code>",
        who=escape(facts["who"] or "—"),
        user_id=f"<code>{facts['user_id'] or '—'}</code>",
    )
    return Screen(shown, keyboard([*in_rows(grants), *answers]))


def decided(title: str, names: Sequence[str | None] | None, who: str, t: Language) -> Screen:
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


def _names(names: Sequence[str | None], t: Language) -> str:
    return escape(", ".join(name or t.gettext("All") for name in names))


def _called(each: GrantedChat) -> str:
    return escape(each.title or str(each.chat_id))


def _label(each: GrantedChat) -> str:
    return each.title or str(each.chat_id)


def _seen(each: GrantedChat, t: Language) -> str:
    names = [escape(name) if name else t.gettext("All") for name in each.names]
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f", … +{more}" if more > 0 else "")


def _until(end: datetime | None, t: Language, timezone: tzinfo) -> str:
    return f" · ⌛ {ageing(end, t, timezone)}" if end else ""


def _turn(label: str, first: int, number: int) -> InlineKeyboardButton:
    return button(label, AccessPress(action="list", chat_id=first, page=number))


def _toggle(each: GrantedChat, register_id: int, name: str) -> InlineKeyboardButton:
    has = (register_id or None) in each.ends
    press = AccessPress(
        action="take" if has else "give", chat_id=each.chat_id, register_id=register_id
    )
    return button(("✓ " if has else "") + name, press)


def _pick(register: Register, chosen: Sequence[int]) -> InlineKeyboardButton:
    has = register.id in chosen
    rest = [each for each in chosen if each != register.id]
    press = InvitePress(action="pick", chosen=joined(rest if has else [*chosen, register.id]))
    return button(("✓ " if has else "") + register.name, press)


def _about(each: GrantedChat, action: str) -> AccessPress:
    return AccessPress(action=action, chat_id=each.chat_id)


def _decide(request_id: int, verdict: str, register_id: int = 0) -> DecisionPress:
    return DecisionPress(request_id=request_id, verdict=verdict, register_id=register_id)
