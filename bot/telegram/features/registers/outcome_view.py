"""How a question about a register ends, and where to go from there; pure."""

from bot.domain.readings import Problem
from bot.domain.registers import Register
from bot.presentation.problems import describe
from bot.services.viewers import Viewer
from bot.telegram.features.balance.callbacks import balance_press
from bot.telegram.features.registers.callbacks import RegisterAction, RegisterPress
from bot.telegram.features.registers.questions import SecretQuestion
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import Row, keyboard
from bot.telegram.ui.navigation import balance_button, registers_button
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def added(register: Register, viewer: Viewer, t: Localization) -> Screen:
    """While the admin is being asked something else."""
    text = t.gettext("✅ {name} added.").format(name=f"<b>{escape(register.name)}</b>")
    return Screen(text, keyboard([_next_steps(register.id, viewer, t)]))


def check_failed(problem: Problem, question: SecretQuestion, t: Localization) -> Screen:
    """While the admin is being asked something else."""
    nothing = t.gettext("Nothing was saved.")
    text = f"{describe_failure(problem, question, t)}\n\n{nothing}"
    return Screen(text, keyboard([_to_registers(t)]))


def name_saved(name: str, register_id: int | None, viewer: Viewer, t: Localization) -> Screen:
    """`register_id` None, here and below: the register was removed since."""
    text = t.gettext("The register is called {name}.").format(name=f"<b>{escape(name)}</b>")
    return Screen(text, keyboard([_next_steps(register_id, viewer, t)]))


def secret_replaced(name: str, register_id: int | None, viewer: Viewer, t: Localization) -> Screen:
    text = t.gettext("✅ New secret saved for {name}.").format(name=f"<b>{escape(name)}</b>")
    return Screen(text, keyboard([_next_steps(register_id, viewer, t)]))


def register_removed(t: Localization) -> Screen:
    """While its name or secret was being asked for."""
    return Screen(t.gettext("This register has been removed."), keyboard([_to_registers(t)]))


def cancelled(t: Localization) -> Screen:
    return Screen(t.gettext("Cancelled. Nothing was saved."), keyboard([_to_registers(t)]))


def question_expired(t: Localization) -> Screen:
    text = t.gettext(
        "Ten minutes have passed, so I'm no longer waiting for an answer. Start again: /registers"
    )
    return Screen(text, keyboard([_to_registers(t)]))


def describe_failure(problem: Problem, question: SecretQuestion, t: Localization) -> str:
    """HTML that says why a check failed, and of which login: it may be mistyped."""
    login = t.gettext("Login: {login}").format(login=f"<code>{escape(question.login)}</code>")
    return f"⚠️ {escape(describe(problem, t))}\n{login}"


def _next_steps(register_id: int | None, viewer: Viewer, t: Localization) -> Row:
    if register_id is None:
        return _to_registers(t)
    balance = balance_press(viewer.hide_empty, register_id)
    return [balance_button(balance, t), *_to_registers(t)]


def _to_registers(t: Localization) -> Row:
    return [registers_button(RegisterPress(action=RegisterAction.LIST), t)]
