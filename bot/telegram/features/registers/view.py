"""The screens of /registers; pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.readings import Problem, ProblemKind, RegisterOutcome
from bot.domain.registers import Register
from bot.presentation.problems import describe
from bot.telegram.features.export.callbacks import export_press
from bot.telegram.features.registers.callbacks import RegisterAction, RegisterPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.pager import ITEMS_PER_PAGE, LINES_PER_PAGE, Page, list_screen, page_of
from bot.telegram.ui.relative_time import day, relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

NO_ANSWER = (ProblemKind.TIMED_OUT, ProblemKind.UNREACHABLE, ProblemKind.SERVER_ERROR)

PER_PAGE = ITEMS_PER_PAGE


def overview(shown: Page[Register], outcomes: Sequence[RegisterOutcome], t: Localization) -> Screen:
    """Some of the registers with their state, a button each, and one to add another."""
    header = ["<b>" + t.gettext("Registers") + "</b>", ""]
    if not outcomes:
        header.append(t.gettext("No registers yet."))
    lines = [_line(each, t) for each in outcomes]
    here = RegisterPress(action=RegisterAction.LIST, page=shown.number)
    names = [
        button(each.name, _press(here, RegisterAction.OPEN, register_id=each.id))
        for each in shown.items
    ]
    add = button("+ " + t.gettext("Add"), RegisterPress(action=RegisterAction.ADD))
    paging = shown.paging(lambda page: _press(here, RegisterAction.LIST, page=page))
    return list_screen(header, lines, buttons=names, paging=paging, rows=[[add]])


def details(each: RegisterOutcome, login: str, here: RegisterPress, t: Localization) -> Screen:
    """One register and what can be done with it."""
    lines = [_line(each, t)]
    if each.problem:
        lines.append(escape(describe(each.problem, t)))
    lines.append(t.gettext("Login: {login}").format(login=f"<code>{escape(login)}</code>"))
    rows = [
        [
            button("✏️ " + t.gettext("Rename"), _press(here, RegisterAction.RENAME)),
            button("🔑 " + t.gettext("New secret"), _press(here, RegisterAction.REPLACE_SECRET)),
        ],
        [
            button("🗑 " + t.gettext("Remove"), _press(here, RegisterAction.CONFIRM_REMOVAL)),
            back_button(_press(here, RegisterAction.LIST, register_id=0), t),
        ],
    ]
    return Screen("\n".join(lines), keyboard(rows))


def ask_to_remove(
    register: Register,
    history_began: datetime | None,
    chats: Sequence[str],
    here: RegisterPress,
    t: Localization,
) -> Screen:
    """The question before something is lost: what, and who loses it."""
    text = t.gettext("Remove {name}? Everyone's access to it ends.")
    header = [text.format(name=f"<b>{escape(register.name)}</b>")]
    if history_began:
        lost = t.gettext("Its history since {day} is deleted too and can't be restored.")
        header.append(lost.format(day=day(history_began, t)))
    if chats:
        header.append(t.gettext("These chats lose access:"))
    shown = page_of(chats, here.chats, LINES_PER_PAGE)
    lines = [f"• {escape(chat)}" for chat in shown.items]
    yes = button("🗑 " + t.gettext("Remove"), _press(here, RegisterAction.REMOVE), style="danger")
    no = back_button(_press(here, RegisterAction.OPEN), t)
    paging = shown.paging(lambda page: _press(here, RegisterAction.CONFIRM_REMOVAL, chats=page))
    export = button("💾 " + t.gettext("Export history"), export_press(register.id))
    rows = [[export] if history_began else [], [yes, no]]
    return list_screen(header, lines, paging=paging, rows=rows)


def _line(each: RegisterOutcome, t: Localization) -> str:
    name = f"<b>{escape(each.register.name)}</b>"
    mark, state = ("💎", t.gettext("OK"))
    if each.problem:
        mark, state = "⚠️", _state(each.problem, t)
    line = f"{mark} {name} · {state}"
    if each.reading is None:
        return line
    age = t.gettext("balances from {when}").format(when=relative_time(each.reading.as_of, t))
    return f"{line} · 🕒 {age}"


def _state(problem: Problem, t: Localization) -> str:
    if problem.kind is ProblemKind.KEY_UNREADABLE:
        return t.gettext("not checked")
    if problem.kind in NO_ANSWER:
        return t.gettext("not answering")
    keys_rejected = problem.kind is ProblemKind.KEYS_REFUSED
    return t.gettext("keys rejected") if keys_rejected else t.gettext("error")


def _press(here: RegisterPress, action: RegisterAction, **others: int) -> RegisterPress:
    """The press of another button; it keeps the page of the list to go back to."""
    return here.model_copy(update={"action": action, "chats": 0, **others})
