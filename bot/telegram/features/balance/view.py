"""The screen of /balance: what was read and what was not, as text and buttons; pure."""

from collections.abc import Sequence

from bot.domain.readings import RegisterOutcome
from bot.domain.registers import Register
from bot.domain.totals import has_sums
from bot.services.changes_since import ChangesSince
from bot.telegram.features.balance.callbacks import BalancePress
from bot.telegram.features.balance.changes_view import changes_below
from bot.telegram.features.balance.copying import copies_of, copy_keyboard
from bot.telegram.features.balance.keyboard import Offers, balance_keyboard
from bot.telegram.features.balance.section import section
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import escape
from bot.telegram.ui.pager import paginate
from bot.telegram.ui.refresh_words import digest
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

FEW_REGISTERS = 12
"""Up to here there is a button for every register; beyond it one button to choose from all."""

MAX_NAMES = 8
"""Failed registers that the last line names; that there are more is only hinted at."""


def render(
    outcomes: Sequence[RegisterOutcome],
    changes: ChangesSince,
    here: BalancePress,
    visible_registers: Sequence[Register],
    t: Localization,
) -> Screen:
    """The screen that `here` leads to; a page that is not there any more becomes the last one."""
    sections = [
        section(each, changes.of(each.register.id), here.hide_empty, t) for each in outcomes
    ]
    below = [*changes_below(outcomes, changes, t), *_not_up_to_date(outcomes, t)]
    pages = paginate(sections, below="\n".join(below))
    if not pages:
        return Screen(t.gettext("No registers yet."))
    page = min(max(here.page, 0), len(pages) - 1)
    if here.copies:
        here = here.model_copy(update={"page": page})
        return Screen(pages[page], copy_keyboard(copies_of(outcomes), here, t))
    here = here.model_copy(update={"page": page, "seen": digest(outcomes)})
    offers = _offers(outcomes, changes, here, visible_registers, len(pages))
    return Screen(pages[page], balance_keyboard(here, offers, t))


def _not_up_to_date(outcomes: Sequence[RegisterOutcome], t: Localization) -> Sequence[str]:
    """The last line of every page where one of several registers has failed."""
    failed = [each.register.name for each in outcomes if each.problem]
    if not failed or len(outcomes) == 1:
        return []
    names = ", ".join(failed[:MAX_NAMES]) + (", …" if len(failed) > MAX_NAMES else "")
    return [t.gettext("⚠️ Not up to date: {names}").format(names=escape(names))]


def _offers(
    outcomes: Sequence[RegisterOutcome],
    changes: ChangesSince,
    here: BalancePress,
    visible_registers: Sequence[Register],
    pages: int,
) -> Offers:
    balances = [
        (b, b.key in changes.of(each.register.id))
        for each in outcomes
        if each.reading
        for b in each.reading.balances
    ]
    empties = sum(balance.is_empty and not changed for balance, changed in balances)
    return Offers(
        pages=pages,
        empties=empties,
        copies=any(not balance.is_empty for balance, _ in balances),
        changes=bool(changes.registers),
        totals=has_sums(outcomes, here.hide_empty),
        history=_only_register(outcomes),
        all_registers=here.register_id != ALL_REGISTERS and len(visible_registers) > 1,
        others=_others(here, visible_registers),
        failed=frozenset(each.register.id for each in outcomes if each.problem),
    )


def _only_register(outcomes: Sequence[RegisterOutcome]) -> int | None:
    """The one that is shown alone, if there is anything to tell of it."""
    alone = len(outcomes) == 1 and outcomes[0].reading
    return outcomes[0].register.id if alone else None


def _others(here: BalancePress, registers: Sequence[Register]) -> tuple[Register, ...] | None:
    """The registers to offer; None: too many."""
    if len(registers) > FEW_REGISTERS:
        return None
    return tuple(r for r in registers if r.id != here.register_id and len(registers) > 1)
