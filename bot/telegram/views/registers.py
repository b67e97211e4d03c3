"""The screens of /registers and of the dialogue that adds one; pure."""

from collections.abc import Sequence
from datetime import tzinfo

from aiogram.types import InlineKeyboardMarkup

from bot.domain import Problem, ProblemKind, Register, RegisterOutcome
from bot.services.registers import LONGEST_NAME, NameFault
from bot.telegram.callbacks import DialoguePress, RegisterPress
from bot.telegram.keyboards import button, in_rows, keyboard
from bot.telegram.screens import Screen
from bot.telegram.views.html import escape
from bot.telegram.views.problems import in_words
from bot.telegram.views.times import ageing
from bot.translations import Language

SILENT = (ProblemKind.SILENT, ProblemKind.UNREACHABLE, ProblemKind.OUT_OF_ORDER)


def overview(outcomes: Sequence[RegisterOutcome], t: Language, timezone: tzinfo) -> Screen:
    """All registers with their state, a button each, and one to add another."""
    lines = ["<b>" + t.gettext("Registers") + "</b>", ""]
    lines += [_line(each, t, timezone) for each in outcomes]
    if not outcomes:
        lines.append(t.gettext("There are no registers yet."))
    names = [
        button(each.register.name, RegisterPress(action="open", register_id=each.register.id))
        for each in outcomes
    ]
    add = button("➕ " + t.gettext("Add"), RegisterPress(action="add"))
    return Screen("\n".join(lines), keyboard([*in_rows(names), [add]]))


def one(each: RegisterOutcome, login: str, t: Language, timezone: tzinfo) -> Screen:
    """One register and what can be done with it."""
    here = RegisterPress(action="open", register_id=each.register.id)
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
            button("‹ " + t.gettext("Back"), RegisterPress(action="list")),
        ],
    ]
    return Screen("\n".join(lines), keyboard(rows))


def ask_to_remove(register: Register, chats: Sequence[str], t: Language) -> Screen:
    """The question before something is lost, and who loses it."""
    name = f"<b>{escape(register.name)}</b>"
    lines = [
        t.gettext("Remove {name}? Its last reading and all its grants go with it.").format(
            name=name
        )
    ]
    if chats:
        lines.append(t.gettext("These chats lose it:"))
        lines += [f"• {escape(chat)}" for chat in chats]
    here = RegisterPress(action="open", register_id=register.id)
    yes = button("🗑 " + t.gettext("Remove"), _to(here, "remove"), style="danger")
    no = button("‹ " + t.gettext("Back"), here)
    return Screen("\n".join(lines), keyboard([[yes, no]]))


def ask_login(t: Language) -> Screen:
    text = t.gettext(
        "Send the <b>login</b> of the register.\n\n"
        "You find it at @CrystalPAY_bot, together with the secret. "
        "The salt («Secret 2») is never needed: do not send it to anyone."
    )
    return Screen(text, cancel(t))


def ask_secret(login: str, t: Language) -> Screen:
    text = t.gettext(
        "Now send the <b>secret</b> of {login} («Secret 1»). "
        "I delete your message as soon as it is here."
    )
    return Screen(text.format(login=f"<code>{escape(login)}</code>"), cancel(t))


def only_a_login(t: Language) -> Screen:
    return Screen(t.gettext("A login is one word. Send it again."), cancel(t))


def only_a_secret(t: Language) -> Screen:
    return Screen(t.gettext("A secret is one word. Send it again."), cancel(t))


def refused(problem: Problem, t: Language) -> Screen:
    """CrystalPAY did not take the pair; the question for the secret stays open."""
    again = t.gettext("Nothing is saved. Send the secret again, or cancel.")
    return Screen(f"⚠️ {escape(in_words(problem, t))}\n\n{again}", cancel(t))


def login_is_known(register: Register, t: Language) -> Screen:
    text = t.gettext("The register {name} has this login already. Replace its secret?")
    replace = RegisterPress(action="secret", register_id=register.id)
    rows = [[button("🔑 " + t.gettext("New secret"), replace)]]
    name = f"<b>{escape(register.name)}</b>"
    return Screen(text.format(name=name), keyboard([*rows, *cancel(t).inline_keyboard]))


def added(register: Register, t: Language) -> Screen:
    """Saved under the name it has at CrystalPAY; another one may be sent."""
    text = t.gettext("✅ {name} is added. Send another name for it, or keep this one.")
    label = t.gettext("Keep «{name}»").format(name=register.name)
    rows = [[button(label, DialoguePress(action="keep"))]]
    return Screen(text.format(name=f"<b>{escape(register.name)}</b>"), keyboard(rows))


def ask_name(register: Register, t: Language) -> Screen:
    text = t.gettext("Send a new name for {name}.").format(name=f"<b>{escape(register.name)}</b>")
    return Screen(text, cancel(t))


def bad_name(why: NameFault, t: Language) -> Screen:
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
    return Screen(text, cancel(t))


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


def given_up(t: Language) -> Screen:
    return Screen(t.gettext("Cancelled. Nothing is saved."))


def over(t: Language) -> Screen:
    text = t.gettext("Ten minutes have passed without an answer, so I stopped waiting: /registers")
    return Screen(text)


def cancel(t: Language) -> InlineKeyboardMarkup:
    return keyboard([[button("✖️ " + t.gettext("Cancel"), DialoguePress(action="cancel"))]])


def _line(each: RegisterOutcome, t: Language, timezone: tzinfo) -> str:
    name = f"<b>{escape(each.register.name)}</b>"
    mark, state = ("💎", t.gettext("works"))
    if each.problem:
        silent = each.problem.kind in SILENT
        mark, state = "⚠️", t.gettext("silent") if silent else t.gettext("refused")
    age = f" · 🕒 {ageing(each.reading.as_of, t, timezone)}" if each.reading else ""
    return f"{mark} {name} · {state}{age}"


def _to(press: RegisterPress, action: str) -> RegisterPress:
    return press.model_copy(update={"action": action})
