"""The questions about a register, and what is said when an answer does not fit; pure."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.readings import Problem
from bot.domain.registers import Register
from bot.services.registers import MAX_NAME_LENGTH, NameFault
from bot.telegram.features.registers.callbacks import (
    QuestionAction,
    QuestionPress,
    RegisterAction,
    RegisterPress,
)
from bot.telegram.features.registers.outcome_view import describe_failure
from bot.telegram.features.registers.questions import SecretQuestion
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def ask_login(number: int, t: Localization) -> Screen:
    """`number`, here and below: of the question, for its buttons."""
    text = t.gettext(
        "Send the <b>login</b> of the register.\n\n"
        "You'll find it in @CrystalPAY_bot, next to the secret. The salt "
        "(“Secret 2”) is never needed: don't send it to anyone."
    )
    return Screen(text, _cancel_keyboard(number, t))


def ask_secret(question: SecretQuestion, number: int, t: Localization) -> Screen:
    text = t.gettext(
        "Now send the <b>secret</b> of {login} (“Secret 1”). I'll delete your message right away."
    )
    login = f"<code>{escape(question.login)}</code>"
    return Screen(text.format(login=login), _secret_keyboard(question, number, t))


def login_is_one_word(number: int, t: Localization) -> Screen:
    return Screen(t.gettext("A login is one word. Send it again."), _cancel_keyboard(number, t))


def login_first(number: int, t: Localization, deleted: bool) -> Screen:
    """`deleted`, here and below: the message that was sent is gone from the chat."""
    lines = [
        t.gettext("That looks like a secret, but the login comes first."),
        *_deletion_notice(t, deleted),
        t.gettext("Send the login, or login and secret in one message."),
    ]
    return Screen("\n".join(lines), _cancel_keyboard(number, t))


def secret_is_one_word(question: SecretQuestion, number: int, t: Localization) -> Screen:
    text = t.gettext("A secret is one word. Send it again.")
    return Screen(text, _secret_keyboard(question, number, t))


def login_cannot_change(question: SecretQuestion, number: int, t: Localization) -> Screen:
    text = t.gettext("This register's login is {login}. Send only its secret.")
    login = f"<code>{escape(question.login)}</code>"
    return Screen(text.format(login=login), _secret_keyboard(question, number, t))


def check_failed(
    problem: Problem, question: SecretQuestion, number: int, t: Localization
) -> Screen:
    """CrystalPAY did not confirm login and secret; the secret is asked for again."""
    again = t.gettext("Nothing was saved. Send the secret again, or cancel.")
    text = f"{describe_failure(problem, question, t)}\n\n{again}"
    return Screen(text, _secret_keyboard(question, number, t))


def login_in_use(register: Register, number: int, t: Localization) -> Screen:
    text = t.gettext("The register {name} already has this login. Replace its secret?")
    replace = RegisterPress(action=RegisterAction.REPLACE_SECRET, register_id=register.id)
    rows = [
        [button("🔑 " + t.gettext("New secret"), replace)],
        [_other_login(number, t), _cancel_button(number, t)],
    ]
    name = f"<b>{escape(register.name)}</b>"
    return Screen(text.format(name=name), keyboard(rows))


def press_a_button(register: Register, number: int, t: Localization, deleted: bool) -> Screen:
    """The same question for an admin who wrote instead of pressing a button."""
    same = login_in_use(register, number, t)
    lines = [
        t.gettext("Press one of the buttons first."),
        *_deletion_notice(t, deleted),
        "",
        same.text,
    ]
    return Screen("\n".join(lines), same.keyboard)


def still_checking(t: Localization, *, deleted: bool) -> Screen:
    lines = [t.gettext("One moment, I'm still checking your previous message.")]
    return Screen("\n".join([*lines, *_deletion_notice(t, deleted)]))


def added(register: Register, number: int, t: Localization) -> Screen:
    """Saved under its name at CrystalPAY; the admin may send another one."""
    text = t.gettext("✅ {name} added. Send another name for it, or keep this one.")
    name = f"<b>{escape(register.name)}</b>"
    return Screen(text.format(name=name), _keep_keyboard(register, number, t))


def ask_name(register: Register, number: int, t: Localization) -> Screen:
    text = t.gettext("Send a new name for {name}.").format(name=f"<b>{escape(register.name)}</b>")
    return Screen(text, _keep_keyboard(register, number, t))


def name_looks_like_secret(
    register: Register, number: int, t: Localization, deleted: bool
) -> Screen:
    lines = [
        t.gettext("That looks like a secret, not a name."),
        *_deletion_notice(t, deleted),
        t.gettext("Send another name, shorter or with spaces."),
    ]
    return Screen("\n".join(lines), _keep_keyboard(register, number, t))


def name_rejected(fault: NameFault, register: Register, number: int, t: Localization) -> Screen:
    match fault:
        case NameFault.LENGTH:
            text = t.gettext("A name can have 1 to {longest} characters. Send another one.").format(
                longest=MAX_NAME_LENGTH
            )
        case NameFault.NOT_A_LINE:
            text = t.gettext("A name can't contain hidden characters. Send another one.")
        case NameFault.RESERVED:
            text = t.gettext("This name is already used by a button. Choose another one.")
        case NameFault.MEANS_ALL:
            text = t.gettext("“*” means all registers. Choose another name.")
        case NameFault.TAKEN:
            text = t.gettext("Another register already has this name. Choose another one.")
    return Screen(text, _keep_keyboard(register, number, t))


def _cancel_keyboard(number: int, t: Localization) -> InlineKeyboardMarkup:
    return keyboard([[_cancel_button(number, t)]])


def _cancel_button(number: int, t: Localization) -> InlineKeyboardButton:
    return button(
        "✖️ " + t.gettext("Cancel"), QuestionPress(action=QuestionAction.CANCEL, number=number)
    )


def _other_login(number: int, t: Localization) -> InlineKeyboardButton:
    return button(
        "↩️ " + t.gettext("Different login"),
        QuestionPress(action=QuestionAction.OTHER_LOGIN, number=number),
    )


def _secret_keyboard(
    question: SecretQuestion, number: int, t: Localization
) -> InlineKeyboardMarkup:
    """The login of an existing register cannot be changed."""
    if question.register_id is not None:
        return _cancel_keyboard(number, t)
    return keyboard([[_other_login(number, t), _cancel_button(number, t)]])


def _keep_keyboard(register: Register, number: int, t: Localization) -> InlineKeyboardMarkup:
    """No «Cancel»: the register exists and keeps its name."""
    label = t.gettext("Keep “{name}”").format(name=register.name)
    return keyboard(
        [[button(label, QuestionPress(action=QuestionAction.KEEP_NAME, number=number))]]
    )


def _deletion_notice(t: Localization, deleted: bool) -> list[str]:
    if not deleted:
        return []
    return [t.gettext("I deleted your last message in case it was a secret.")]
