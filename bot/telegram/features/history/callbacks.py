"""What the buttons of /history carry."""

from enum import StrEnum

from bot.telegram.ui.callbacks import BoundedInt, ExtensiblePress, PageNumber


class View(StrEnum):
    """What a press leads to."""

    CHART = "c"
    LIST = "l"
    """The changes of the balance that is chosen."""
    LIST_ALL = "e"
    """The changes of every balance of the register."""
    SUBJECTS = "s"
    """Choosing another balance, or the sum of a currency."""
    REGISTERS = "r"
    """Choosing another register."""


class Period(StrEnum):
    """Up to now."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    ALL = "a"


class Action(StrEnum):
    """What a press does besides showing the state that it carries."""

    LOOK = "l"
    THEME = "t"
    """Draw light or dark, and remember it."""
    REFRESH = "r"
    """Ask CrystalPAY first."""


class HistoryPress(ExtensiblePress, prefix="h", frozen=True):
    """The screen that a button of /history leads to.

    `subject`: the place of a balance among all that the register has or had, which never changes;
    None: the one that changed last. `whole`: all balances of its currency, added up. `dark`: how
    pictures are drawn; None: as the chat has chosen. `page`: of a list or of choices, from 0.
    """

    action: Action
    register_id: BoundedInt
    view: View = View.CHART
    period: Period = Period.WEEK
    subject: PageNumber | None = None
    whole: bool = False
    dark: bool | None = None
    page: PageNumber = 0


def history_press(register_id: int) -> HistoryPress:
    """Opens the chart of a register from another screen."""
    return HistoryPress(action=Action.LOOK, register_id=register_id)
