"""The screen of /balance: what was read and what was not, as text and buttons; pure."""

from collections.abc import Sequence

from bot.domain.readings import Balance, ProblemKind, Reading, RegisterOutcome
from bot.domain.registers import Register
from bot.presentation.amounts import readable
from bot.presentation.columns import aligned
from bot.presentation.problems import describe
from bot.telegram.features.balance.callbacks import Action, BalancePress, PickPress
from bot.telegram.features.balance.keyboard import all_button, balance_keyboard, look
from bot.telegram.ui import pager
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import escape, plain_text
from bot.telegram.ui.keyboards import button
from bot.telegram.ui.pager import Section, paginate
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

CLOCK = "🕒"
FEW_REGISTERS = 12
"""Up to here there is a button for every register; beyond it one button to choose from all."""


def render(
    outcomes: Sequence[RegisterOutcome],
    here: BalancePress,
    visible_registers: Sequence[Register],
    t: Localization,
) -> Screen:
    """The screen that `here` leads to; a page that is not there any more becomes the last one."""
    pages = paginate(_section(each, here.hide_empty, t) for each in outcomes)
    if not pages:
        return Screen(t.gettext("There are no registers yet."))
    if not 0 <= here.page < len(pages):
        here = here.model_copy(update={"page": min(max(here.page, 0), len(pages) - 1)})
    others = _others(here, visible_registers)
    show_all = here.register_id != ALL_REGISTERS and len(visible_registers) > 1
    buttons = balance_keyboard(here, len(pages), _empties(outcomes), others, show_all, t)
    return Screen(pages[here.page], buttons)


def pick_register(registers: Sequence[Register], press: PickPress, t: Localization) -> Screen:
    """The way from the screen of many registers to one of them, and back.

    If the register that was shown is gone, back is to all of them.
    """
    place = next((at for at, each in enumerate(registers) if each.id == press.register_id), None)
    if place is None:
        press = press.model_copy(update={"register_id": ALL_REGISTERS})
    back = BalancePress(
        action=Action.LOOK,
        register_id=press.register_id,
        hide_empty=press.hide_empty,
        page=press.page,
    )
    page = (place or 0) // pager.BUTTONS_PER_PAGE if press.pick is None else press.pick
    shown = pager.page_of(registers, page, pager.BUTTONS_PER_PAGE)
    paging = shown.paging(lambda number: press.model_copy(update={"pick": number}))
    ways = [button("‹ " + t.gettext("Back"), back)]
    if press.register_id != ALL_REGISTERS:
        ways.insert(0, all_button(back, t))
    names = [button(each.name, look(back, register_id=each.id)) for each in shown.items]
    return pager.list_screen(
        [t.gettext("Which register?")], [], buttons=names, paging=paging, rows=[ways]
    )


def words_after_refresh(
    outcomes: Sequence[RegisterOutcome], before: str, screen: Screen, t: Localization
) -> str:
    """What a press of Refresh brought, seen from the text that stood there before."""
    failed = [(each.register, each.problem) for each in outcomes if each.problem]
    if failed:
        register, problem = failed[0]
        silent = problem.kind in (ProblemKind.TIMED_OUT, ProblemKind.UNREACHABLE)
        words = t.gettext("CrystalPAY is not answering") if silent else describe(problem, t)
        return words if len(outcomes) == 1 else f"{register.name}: {words}"
    if _figures(before) == _figures(plain_text(screen.text)):
        return t.gettext("Nothing changed")
    return t.gettext("Updated")


def _section(each: RegisterOutcome, hide_empty: bool, t: Localization) -> Section:
    mark = "⚠️" if each.problem else "💎"
    head = [f"{mark} <b>{escape(each.register.name)}</b>"]
    reading = each.reading
    if each.problem:
        head.append(escape(describe(each.problem, t)))
        head.append(
            t.gettext("The last known balances:") if reading else t.gettext("Nothing is known yet.")
        )
    if reading is None:
        return Section(head, [], [])
    rows = _rows(reading, hide_empty, t)
    return Section(head, rows, [f"{CLOCK} {relative_time(reading.as_of, t)}"])


def _rows(reading: Reading, hide_empty: bool, t: Localization) -> list[str]:
    shown = [b for b in reading.balances if not (hide_empty and b.is_empty)]
    if not shown:
        return [_why_no_rows(len(reading.balances), t)]
    amounts = aligned([readable(b.amount, b.accuracy) for b in shown])
    return [
        f"<code>{amount}</code> {_what(balance)}"
        for amount, balance in zip(amounts, shown, strict=True)
    ]


def _why_no_rows(hidden: int, t: Localization) -> str:
    if not hidden:
        return t.gettext("No balances.")
    text = t.ngettext("The only balance is empty.", "All {count} balances are empty.", hidden)
    return text.format(count=hidden)


def _what(balance: Balance) -> str:
    if balance.name.casefold() == balance.currency.casefold():
        return escape(balance.currency)
    return f"{escape(balance.currency)} · {escape(balance.name)}"


def _empties(outcomes: Sequence[RegisterOutcome]) -> int:
    readings = [each.reading for each in outcomes if each.reading]
    return sum(balance.is_empty for reading in readings for balance in reading.balances)


def _others(here: BalancePress, registers: Sequence[Register]) -> tuple[Register, ...] | None:
    """The registers to offer; None: too many."""
    if len(registers) > FEW_REGISTERS:
        return None
    return tuple(r for r in registers if r.id != here.register_id and len(registers) > 1)


def _figures(text: str) -> list[str]:
    """What counts in a screen's text: all but the times, and spaces as they may come back."""
    return [" ".join(line.split()) for line in text.splitlines() if CLOCK not in line]
