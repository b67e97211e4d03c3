"""The questions about a register, and what follows an answer; pure."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.readings import Problem
from bot.domain.registers import Register
from bot.presentation.problems import describe
from bot.services.registers import MAX_NAME_LENGTH, NameFault
from bot.telegram.features.registers.callbacks import QuestionPress, RegisterPress
from bot.telegram.features.registers.questions import SecretQuestion
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def ask_login(number: int, t: Localization) -> Screen:
    """`number`, here and below: of the question, for its buttons."""
    text = t.gettext(
        "Send the <b>login</b> of the register.\n\n"
        "You find it at @CrystalPAY_bot, together with the secret. "
        "The salt («Secret 2») is never needed: do not send it to anyone."
    )
    return Screen(text, cancel(number, t))


def ask_secret(question: SecretQuestion, number: int, t: Localization) -> Screen:
    text = t.gettext(
        "Now send the <b>secret</b> of {login} («Secret 1»). "
        "I delete your message as soon as it is here."
    )
    login = f"<code>{escape(question.login)}</code>"
    return Screen(text.format(login=login), _below_secret(question, number, t))


def only_a_login(number: int, t: Localization) -> Screen:
    return Screen(t.gettext("A login is one word. Send it again."), cancel(number, t))


def login_first(number: int, t: Localization, deleted: bool) -> Screen:
    """`deleted`, here and below: the message that was sent is gone from the chat."""
    lines = [
        t.gettext("That looks like a secret, but the login comes first."),
        *_deleted(t, deleted),
        t.gettext("Send the login, or login and secret in one message."),
    ]
    return Screen("\n".join(lines), cancel(number, t))


def only_a_secret(question: SecretQuestion, number: int, t: Localization) -> Screen:
    text = t.gettext("A secret is one word. Send it again.")
    return Screen(text, _below_secret(question, number, t))


def only_its_secret(question: SecretQuestion, number: int, t: Localization) -> Screen:
    text = t.gettext("This register has the login {login}. Send only its secret.")
    login = f"<code>{escape(question.login)}</code>"
    return Screen(text.format(login=login), _below_secret(question, number, t))


def refused(problem: Problem, question: SecretQuestion, number: int, t: Localization) -> Screen:
    """CrystalPAY did not take the pair; the secret is asked for again."""
    again = t.gettext("Nothing is saved. Send the secret again, or cancel.")
    text = f"{_refusal(problem, question, t)}\n\n{again}"
    return Screen(text, _below_secret(question, number, t))


def only_refused(problem: Problem, question: SecretQuestion, t: Localization) -> Screen:
    """The same, when something else is being asked by now."""
    nothing = t.gettext("Nothing is saved.")
    return Screen(f"{_refusal(problem, question, t)}\n\n{nothing}")


def login_is_known(register: Register, number: int, t: Localization) -> Screen:
    text = t.gettext("The register {name} has this login already. Replace its secret?")
    replace = RegisterPress(action="secret", register_id=register.id)
    rows = [
        [button("🔑 " + t.gettext("New secret"), replace)],
        [_other_login(number, t), _cancel_button(number, t)],
    ]
    name = f"<b>{escape(register.name)}</b>"
    return Screen(text.format(name=name), keyboard(rows))


def press_first(register: Register, number: int, t: Localization, deleted: bool) -> Screen:
    """The same question for one who wrote instead of pressing a button."""
    asked = login_is_known(register, number, t)
    lines = [t.gettext("Press one of the buttons first."), *_deleted(t, deleted), "", asked.text]
    return Screen("\n".join(lines), asked.keyboard)


def still_checking(t: Localization, *, deleted: bool) -> Screen:
    lines = [t.gettext("One moment: I am still checking your previous message.")]
    return Screen("\n".join([*lines, *_deleted(t, deleted)]))


def added(register: Register, number: int, t: Localization) -> Screen:
    """Saved under the name it has at CrystalPAY; another one may be sent."""
    text = t.gettext("✅ {name} is added. Send another name for it, or keep this one.")
    name = f"<b>{escape(register.name)}</b>"
    return Screen(text.format(name=name), _keep(register, number, t))


def only_added(register: Register, t: Localization) -> Screen:
    """The same, when something else is being asked by now."""
    text = t.gettext("✅ {name} is added.")
    return Screen(text.format(name=f"<b>{escape(register.name)}</b>"))


def ask_name(register: Register, number: int, t: Localization) -> Screen:
    text = t.gettext("Send a new name for {name}.").format(name=f"<b>{escape(register.name)}</b>")
    return Screen(text, _keep(register, number, t))


def no_name(register: Register, number: int, t: Localization, deleted: bool) -> Screen:
    lines = [
        t.gettext("That looks like a secret, not like a name."),
        *_deleted(t, deleted),
        t.gettext("Send another name, shorter or with spaces."),
    ]
    return Screen("\n".join(lines), _keep(register, number, t))


def bad_name(why: NameFault, register: Register, number: int, t: Localization) -> Screen:
    match why:
        case NameFault.LENGTH:
            text = t.gettext("A name has 1 to {longest} characters.").format(
                longest=MAX_NAME_LENGTH
            )
        case NameFault.NOT_A_LINE:
            text = t.gettext("A name is one line without spaces at its ends.")
        case NameFault.RESERVED:
            text = t.gettext("This word stands on a button. Choose another name.")
        case NameFault.MEANS_ALL:
            text = t.gettext("“*” stands for all registers. Choose another name.")
        case NameFault.TAKEN:
            text = t.gettext("Another register has this name. Choose another one.")
    return Screen(text, _keep(register, number, t))


def named(name: str, t: Localization) -> Screen:
    text = t.gettext("The register is called {name}.")
    return Screen(text.format(name=f"<b>{escape(name)}</b>"))


def secret_replaced(name: str, t: Localization) -> Screen:
    text = t.gettext("✅ {name} has a new secret.")
    return Screen(text.format(name=f"<b>{escape(name)}</b>"))


def gone(t: Localization) -> Screen:
    return Screen(t.gettext("This register has been removed."))


def given_up(t: Localization) -> Screen:
    return Screen(t.gettext("Cancelled. Nothing is saved."))


def cancel(number: int, t: Localization) -> InlineKeyboardMarkup:
    return keyboard([[_cancel_button(number, t)]])


def _cancel_button(number: int, t: Localization) -> InlineKeyboardButton:
    return button("✖️ " + t.gettext("Cancel"), QuestionPress(action="cancel", number=number))


def _other_login(number: int, t: Localization) -> InlineKeyboardButton:
    return button("↩️ " + t.gettext("Other login"), QuestionPress(action="login", number=number))


def _below_secret(question: SecretQuestion, number: int, t: Localization) -> InlineKeyboardMarkup:
    """The login of a register that is there already cannot be another one."""
    if question.register_id is not None:
        return cancel(number, t)
    return keyboard([[_other_login(number, t), _cancel_button(number, t)]])


def _keep(register: Register, number: int, t: Localization) -> InlineKeyboardMarkup:
    """No «Cancel»: the register is there and keeps its name."""
    label = t.gettext("Keep «{name}»").format(name=register.name)
    return keyboard([[button(label, QuestionPress(action="keep", number=number))]])


def _refusal(problem: Problem, question: SecretQuestion, t: Localization) -> str:
    """Why, and of which login: it may be a slip."""
    login = t.gettext("Login: {login}").format(login=f"<code>{escape(question.login)}</code>")
    return f"⚠️ {escape(describe(problem, t))}\n{login}"


def _deleted(t: Localization, deleted: bool) -> list[str]:
    if not deleted:
        return []
    return [t.gettext("I deleted your last message in case it was a secret.")]
