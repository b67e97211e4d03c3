"""The screens of /access, of invites and of requests; pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain import Register
from bot.services.access import GrantedChat, GrantedPage
from bot.telegram.callbacks import AccessPress, DecisionPress, InvitePress, LinkPress, WaitingPress
from bot.telegram.keyboards import button, copy_keyboard, in_rows, keyboard, turning
from bot.telegram.pager import BOTH, BUTTONS, listing, part
from bot.telegram.screens import Screen
from bot.telegram.views.html import escape
from bot.telegram.views.times import ageing
from bot.translations import Language

CHATS_A_PAGE = BOTH
MOST_NAMES = 8
"""Registers of a chat that are named in one line; its own screen shows all."""


def overview(page: GrantedPage, number: int, t: Language) -> Screen:
    """Some of the chats that may see something, a button each; `number` of the page, from 0.

    How many pages there are is not known: to count them would cost the more the more there are.
    """
    above = ["<b>" + t.gettext("Access") + "</b>", ""]
    if not page.chats:
        above.append(t.gettext("No chat may see anything yet, except admins in private."))
    lines = [f"• {_called(each)}: {_seen(each, t)}" for each in page.chats]
    if page.requests:
        lines += ["", t.gettext("🔔 Requests waiting: {count}").format(count=page.requests)]
    number = max(number, 1) if page.before is not None else 0
    first = page.chats[0].chat_id if page.chats else 0
    turn = turning(
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
    return listing(above, lines, buttons=names, turning=turn, rows=[*_waiting(page, t), [invite]])


def _waiting(page: GrantedPage, t: Language) -> list[list[InlineKeyboardButton]]:
    """To the requests and the invites that are open, if there are any: a row each."""
    rows = []
    if page.requests:
        label = "🔔 " + t.gettext("Requests") + f" ({page.requests})"
        rows.append([button(label, WaitingPress(action="list"))])
    if page.invites:
        label = "🔗 " + t.gettext("Open invites") + f" ({page.invites})"
        rows.append([button(label, LinkPress(action="list", kind="invite"))])
    return rows


def chat(
    each: GrantedChat,
    registers: Sequence[Register],
    here: AccessPress,
    t: Language,
    timezone: tzinfo,
) -> Screen:
    """One chat: what it may see and until when; each press gives or takes one register."""
    above = [f"<b>{_called(each)}</b>", f"<code>{each.chat_id}</code>", ""]
    if not each.ends:
        above.append(t.gettext("This chat may see nothing."))
    shown = part(registers, here.registers, BUTTONS)
    names: dict[int | None, str] = {None: t.gettext("All")}
    names |= {register.id: register.name for register in shown.items}
    lines = [
        f"✓ {escape(name)}{_until(each.ends[register_id], t, timezone)}"
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
        turning=shown.turning(lambda number: _to(here, "open", registers=number)),
        rows=[[_toggle(each, here, 0, t.gettext("All"))], [remove, back]],
    )


def ask_to_remove(each: GrantedChat, here: AccessPress, t: Language) -> Screen:
    text = t.gettext("Take everything from {chat}?").format(chat=f"<b>{_called(each)}</b>")
    yes = button("🗑 " + t.gettext("Remove"), _to(here, "remove"), style="danger")
    no = button("‹ " + t.gettext("Back"), _to(here, "open"))
    return Screen(text, keyboard([[yes, no]]))


def pick_registers(
    registers: Sequence[Register], chosen: Sequence[int], t: Language, page: int = 0
) -> Screen:
    """First step of an invite: which registers; none chosen means all."""
    text = t.gettext("What shall the invited chat see? Nothing chosen means all registers.")
    shown = part(registers, page, BUTTONS)
    here = InvitePress(action="pick", chosen=joined(chosen), page=shown.number)
    on = here.model_copy(update={"action": "time"})
    back = button("‹ " + t.gettext("Back"), AccessPress(action="list"))
    names = ", ".join(each.name for each in registers if each.id in chosen)
    return listing(
        [text],
        [f"\n✓ {escape(names)}"] if names and shown.pages > 1 else [],
        buttons=[_pick(register, chosen, here) for register in shown.items],
        turning=shown.turning(lambda number: here.model_copy(update={"page": number})),
        rows=[[button(t.gettext("Next") + " ›", on)], [back]],
    )


def too_many(t: Language) -> str:
    return t.gettext("That is too many. Choose fewer registers, or all.")


def pick_time(chosen: str, t: Language, page: int = 0) -> Screen:
    """Second step: for how long. `page`: of the registers to go back to."""
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
    here = InvitePress(action="pick", chosen=chosen, page=page)
    back = button("‹ " + t.gettext("Back"), here)
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


Decide = Callable[..., CallbackData]
"""What a button carries: a verdict and maybe a register's id, or «page» and its number."""


def request(
    facts: Mapping[str, Any],
    registers: Sequence[Register],
    t: Language,
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
    registers: Sequence[Register], t: Language, decide: Decide, page: int = 0
) -> InlineKeyboardMarkup:
    """The answers to a request: one register, all of them, none."""
    shown = part(registers, page, BUTTONS)
    grants = [button(each.name, decide("grant", each.id)) for each in shown.items]
    turn = shown.turning(lambda number: decide("page", number))
    answers = [
        [button("✅ " + t.gettext("All"), decide("grant"))],
        [
            button("✖️ " + t.gettext("Deny"), decide("deny")),
            button("⛔ " + t.gettext("Deny for good"), decide("never")),
        ],
    ]
    return keyboard([*in_rows(grants), turn, *answers])


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


def _pick(register: Register, chosen: Sequence[int], here: InvitePress) -> InlineKeyboardButton:
    has = register.id in chosen
    rest = [each for each in chosen if each != register.id]
    ids = joined(rest if has else [*chosen, register.id])
    press = here.model_copy(update={"chosen": ids})
    return button(("✓ " if has else "") + register.name, press)


def _decide(request_id: int, verdict: str, register_id: int = 0) -> DecisionPress:
    return DecisionPress(request_id=request_id, verdict=verdict, register_id=register_id)
