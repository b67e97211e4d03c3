"""The screens of /registers and of the dialogue that adds one; pure."""

from collections.abc import Sequence
from datetime import tzinfo

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain import Problem, ProblemKind, Register, RegisterOutcome
from bot.services.registers import LONGEST_NAME, NameFault
from bot.telegram.callbacks import DialoguePress, RegisterPress
from bot.telegram.dialogues import AskSecret
from bot.telegram.keyboards import button, keyboard
from bot.telegram.pager import BOTH, LINES, Part, listing, part
from bot.telegram.screens import Screen
from bot.telegram.views.html import escape
from bot.telegram.views.problems import in_words
from bot.telegram.views.times import ageing
from bot.translations import Language

SILENT = (ProblemKind.SILENT, ProblemKind.UNREACHABLE, ProblemKind.OUT_OF_ORDER)


PER_PAGE = BOTH


def overview(
    shown: Part[Register], outcomes: Sequence[RegisterOutcome], t: Language, timezone: tzinfo
) -> Screen:
    """Some of the registers with their state, a button each, and one to add another."""
    above = ["<b>" + t.gettext("Registers") + "</b>", ""]
    if not outcomes:
        above.append(t.gettext("There are no registers yet."))
    lines = [_line(each, t, timezone) for each in outcomes]
    here = RegisterPress(action="list", page=shown.number)
    names = [button(each.name, _to(here, "open", register_id=each.id)) for each in shown.items]
    add = button("➕ " + t.gettext("Add"), RegisterPress(action="add"))
    turning = shown.turning(lambda page: _to(here, "list", page=page))
    return listing(above, lines, buttons=names, turning=turning, rows=[[add]])


def one(
    each: RegisterOutcome, login: str, here: RegisterPress, t: Language, timezone: tzinfo
) -> Screen:
    """One register and what can be done with it."""
    lines = [_line(each, t, timezone)]
    if each.problem:
        lines.append(escape(in_words(each.problem, t)))
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
    register: Register, chats: Sequence[str], here: RegisterPress, t: Language
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
    turning = shown.turning(lambda page: _to(here, "ask", chats=page))
    return listing(above, lines, turning=turning, rows=[[yes, no]])


def ask_login(number: int, t: Language) -> Screen:
    """`number`, here and below: of the question, for its buttons."""
    text = t.gettext(
        "Send the <b>login</b> of the register.\n\n"
        "You find it at @CrystalPAY_bot, together with the secret. "
        "The salt («Secret 2») is never needed: do not send it to anyone."
    )
    return Screen(text, cancel(number, t))


def ask_secret(question: AskSecret, number: int, t: Language) -> Screen:
    text = t.gettext(
        "Now send the <b>secret</b> of {login} («Secret 1»). "
        "I delete your message as soon as it is here."
    )
    login = f"<code>{escape(question.login)}</code>"
    return Screen(text.format(login=login), _below_secret(question, number, t))


def only_a_login(number: int, t: Language) -> Screen:
    return Screen(t.gettext("A login is one word. Send it again."), cancel(number, t))


def login_first(number: int, t: Language, deleted: bool) -> Screen:
    """`deleted`, here and below: the message that was sent is gone from the chat."""
    lines = [
        t.gettext("That looks like a secret, but the login comes first."),
        *_deleted(t, deleted),
        t.gettext("Send the login, or login and secret in one message."),
    ]
    return Screen("\n".join(lines), cancel(number, t))


def only_a_secret(question: AskSecret, number: int, t: Language) -> Screen:
    text = t.gettext("A secret is one word. Send it again.")
    return Screen(text, _below_secret(question, number, t))


def only_its_secret(question: AskSecret, number: int, t: Language) -> Screen:
    text = t.gettext("This register has the login {login}. Send only its secret.")
    login = f"<code>{escape(question.login)}</code>"
    return Screen(text.format(login=login), _below_secret(question, number, t))


def refused(problem: Problem, question: AskSecret, number: int, t: Language) -> Screen:
    """CrystalPAY did not take the pair; the secret is asked for again."""
    again = t.gettext("Nothing is saved. Send the secret again, or cancel.")
    text = f"{_refusal(problem, question, t)}\n\n{again}"
    return Screen(text, _below_secret(question, number, t))


def only_refused(problem: Problem, question: AskSecret, t: Language) -> Screen:
    """The same, when something else is being asked by now."""
    nothing = t.gettext("Nothing is saved.")
    return Screen(f"{_refusal(problem, question, t)}\n\n{nothing}")


def login_is_known(register: Register, number: int, t: Language) -> Screen:
    text = t.gettext("The register {name} has this login already. Replace its secret?")
    replace = RegisterPress(action="secret", register_id=register.id)
    rows = [
        [button("🔑 " + t.gettext("New secret"), replace)],
        [_other_login(number, t), _cancel_button(number, t)],
    ]
    name = f"<b>{escape(register.name)}</b>"
    return Screen(text.format(name=name), keyboard(rows))


def press_first(register: Register, number: int, t: Language, deleted: bool) -> Screen:
    """The same question for one who wrote instead of pressing a button."""
    asked = login_is_known(register, number, t)
    lines = [t.gettext("Press one of the buttons first."), *_deleted(t, deleted), "", asked.text]
    return Screen("\n".join(lines), asked.keyboard)


def still_checking(t: Language, *, deleted: bool) -> Screen:
    lines = [t.gettext("One moment: I am still checking your previous message.")]
    return Screen("\n".join([*lines, *_deleted(t, deleted)]))


def added(register: Register, number: int, t: Language) -> Screen:
    """Saved under the name it has at CrystalPAY; another one may be sent."""
    text = t.gettext("✅ {name} is added. Send another name for it, or keep this one.")
    name = f"<b>{escape(register.name)}</b>"
    return Screen(text.format(name=name), _keep(register, number, t))


def only_added(register: Register, t: Language) -> Screen:
    """The same, when something else is being asked by now."""
    text = t.gettext("✅ {name} is added.")
    return Screen(text.format(name=f"<b>{escape(register.name)}</b>"))


def ask_name(register: Register, number: int, t: Language) -> Screen:
    text = t.gettext("Send a new name for {name}.").format(name=f"<b>{escape(register.name)}</b>")
    return Screen(text, _keep(register, number, t))


def no_name(register: Register, number: int, t: Language, deleted: bool) -> Screen:
    lines = [
        t.gettext("That looks like a secret, not like a name."),
        *_deleted(t, deleted),
        t.gettext("Send another name, shorter or with spaces."),
    ]
    return Screen("\n".join(lines), _keep(register, number, t))


def bad_name(why: NameFault, register: Register, number: int, t: Language) -> Screen:
    match why:
        case NameFault.LENGTH:
            text = t.gettext("A name has 1 to {longest} characters.").format(longest=LONGEST_NAME)
        case NameFault.NOT_A_LINE:
            text = t.gettext("A name is one line without spaces at its ends.")
        case NameFault.RESERVED:
            text = t.gettext("This word stands on a button. Choose another name.")
        case NameFault.MEANS_ALL:
            text = t.gettext("“*” stands for all registers. Choose another name.")
        case NameFault.TAKEN:
            text = t.gettext("Another register has this name. Choose another one.")
    return Screen(text, _keep(register, number, t))


def named(name: str, t: Language) -> Screen:
    text = t.gettext("The register is called {name}.")
    return Screen(text.format(name=f"<b>{escape(name)}</b>"))


def secret_replaced(name: str, t: Language) -> Screen:
    text = t.gettext("✅ {name} has a new secret.")
    return Screen(text.format(name=f"<b>{escape(name)}</b>"))


def delete_it_yourself(t: Language) -> Screen:
    text = t.gettext(
        "⚠️ I could not delete your message with the secret. Please delete it yourself."
    )
    return Screen(text)


def gone(t: Language) -> Screen:
    return Screen(t.gettext("This register has been removed."))


def given_up(t: Language) -> Screen:
    return Screen(t.gettext("Cancelled. Nothing is saved."))


def over(t: Language) -> Screen:
    text = t.gettext("Ten minutes have passed without an answer, so I stopped waiting: /registers")
    return Screen(text)


def cancel(number: int, t: Language) -> InlineKeyboardMarkup:
    return keyboard([[_cancel_button(number, t)]])


def _cancel_button(number: int, t: Language) -> InlineKeyboardButton:
    return button("✖️ " + t.gettext("Cancel"), DialoguePress(action="cancel", number=number))


def _other_login(number: int, t: Language) -> InlineKeyboardButton:
    return button("↩️ " + t.gettext("Other login"), DialoguePress(action="login", number=number))


def _below_secret(question: AskSecret, number: int, t: Language) -> InlineKeyboardMarkup:
    """The login of a register that is there already cannot be another one."""
    if question.register_id is not None:
        return cancel(number, t)
    return keyboard([[_other_login(number, t), _cancel_button(number, t)]])


def _keep(register: Register, number: int, t: Language) -> InlineKeyboardMarkup:
    """No «Cancel»: the register is there and keeps its name."""
    label = t.gettext("Keep «{name}»").format(name=register.name)
    return keyboard([[button(label, DialoguePress(action="keep", number=number))]])


def _refusal(problem: Problem, question: AskSecret, t: Language) -> str:
    """Why, and of which login: it may be a slip."""
    login = t.gettext("Login: {login}").format(login=f"<code>{escape(question.login)}</code>")
    return f"⚠️ {escape(in_words(problem, t))}\n{login}"


def _deleted(t: Language, deleted: bool) -> list[str]:
    if not deleted:
        return []
    return [t.gettext("I deleted your last message in case it was a secret.")]


def _line(each: RegisterOutcome, t: Language, timezone: tzinfo) -> str:
    name = f"<b>{escape(each.register.name)}</b>"
    mark, state = ("💎", t.gettext("works"))
    if each.problem:
        mark, state = "⚠️", _state(each.problem, t)
    age = f" · 🕒 {ageing(each.reading.as_of, t, timezone)}" if each.reading else ""
    return f"{mark} {name} · {state}{age}"


def _state(problem: Problem, t: Language) -> str:
    if problem.kind is ProblemKind.KEY_UNREADABLE:
        return t.gettext("not read")
    return t.gettext("silent") if problem.kind in SILENT else t.gettext("refused")


def _to(here: RegisterPress, action: str, **others: int) -> RegisterPress:
    """The press of another button; it keeps the page of the list to go back to."""
    return here.model_copy(update={"action": action, "chats": 0, **others})
