"""The screens of /registers; pure."""

from collections.abc import Sequence

from bot.domain.readings import Problem, ProblemKind, RegisterOutcome
from bot.domain.registers import Register
from bot.presentation.problems import describe
from bot.telegram.features.registers.callbacks import RegisterPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.pager import BOTH, LINES, Part, listing, part
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

TIMED_OUT = (ProblemKind.TIMED_OUT, ProblemKind.UNREACHABLE, ProblemKind.SERVER_ERROR)

PER_PAGE = BOTH


def overview(shown: Part[Register], outcomes: Sequence[RegisterOutcome], t: Localization) -> Screen:
    """Some of the registers with their state, a button each, and one to add another."""
    above = ["<b>" + t.gettext("Registers") + "</b>", ""]
    if not outcomes:
        above.append(t.gettext("There are no registers yet."))
    lines = [_line(each, t) for each in outcomes]
    here = RegisterPress(action="list", page=shown.number)
    names = [button(each.name, _to(here, "open", register_id=each.id)) for each in shown.items]
    add = button("➕ " + t.gettext("Add"), RegisterPress(action="add"))
    paging = shown.paging(lambda page: _to(here, "list", page=page))
    return listing(above, lines, buttons=names, paging=paging, rows=[[add]])


def one(each: RegisterOutcome, login: str, here: RegisterPress, t: Localization) -> Screen:
    """One register and what can be done with it."""
    lines = [_line(each, t)]
    if each.problem:
        lines.append(escape(describe(each.problem, t)))
    lines.append(t.gettext("Login: {login}").format(login=f"<code>{escape(login)}</code>"))
    rows = [
        [
            button("✏️ " + t.gettext("Rename"), _to(here, "rename")),
            button("🔑 " + t.gettext("New secret"), _to(here, "secret")),
        ],
        [
            button("🗑 " + t.gettext("Remove"), _to(here, "ask")),
            button("‹ " + t.gettext("Back"), _to(here, "list", register_id=0)),
        ],
    ]
    return Screen("\n".join(lines), keyboard(rows))


def ask_to_remove(
    register: Register, chats: Sequence[str], here: RegisterPress, t: Localization
) -> Screen:
    """The question before something is lost, and who loses it."""
    text = t.gettext("Remove {name}? Its last reading and all its grants go with it.")
    above = [text.format(name=f"<b>{escape(register.name)}</b>")]
    if chats:
        above.append(t.gettext("These chats lose it:"))
    shown = part(chats, here.chats, LINES)
    lines = [f"• {escape(chat)}" for chat in shown.items]
    yes = button("🗑 " + t.gettext("Remove"), _to(here, "remove"), style="danger")
    no = button("‹ " + t.gettext("Back"), _to(here, "open"))
    paging = shown.paging(lambda page: _to(here, "ask", chats=page))
    return listing(above, lines, paging=paging, rows=[[yes, no]])


def _line(each: RegisterOutcome, t: Localization) -> str:
    name = f"<b>{escape(each.register.name)}</b>"
    mark, state = ("💎", t.gettext("works"))
    if each.problem:
        mark, state = "⚠️", _state(each.problem, t)
    line = f"{mark} {name} · {state}"
    if each.reading is None:
        return line
    age = t.gettext("balances of {when}").format(when=relative_time(each.reading.as_of, t))
    return f"{line} · 🕒 {age}"


def _state(problem: Problem, t: Localization) -> str:
    if problem.kind is ProblemKind.KEY_UNREADABLE:
        return t.gettext("not read")
    return t.gettext("silent") if problem.kind in TIMED_OUT else t.gettext("refused")


def _to(here: RegisterPress, action: str, **others: int) -> RegisterPress:
    """The press of another button; it keeps the page of the list to go back to."""
    return here.model_copy(update={"action": action, "chats": 0, **others})
