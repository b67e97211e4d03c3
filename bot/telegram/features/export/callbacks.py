"""What the buttons of /export carry."""

from enum import StrEnum

from bot.exports.formats import Format
from bot.telegram.ui.callbacks import ALL_REGISTERS, BoundedInt, ExtensiblePress, PageNumber


class ExportAction(StrEnum):
    """What a press does besides choosing what it carries."""

    CHOOSE = "c"
    """Show the choice."""
    PICK = "p"
    """Offer the registers, a page of them."""
    MAKE = "m"
    """Make the file and send it."""


class Period(StrEnum):
    """How far back an export reaches."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    ALL = "a"


class ExportPress(ExtensiblePress, prefix="exp", frozen=True):
    """What is chosen so far. `register_id` 0: all; `daily`: closings; `page`: of the registers."""

    action: ExportAction = ExportAction.CHOOSE
    register_id: BoundedInt = ALL_REGISTERS
    period: Period = Period.MONTH
    daily: bool = False
    file: Format = Format.XLSX
    page: PageNumber = 0


def export_press(register_id: int = ALL_REGISTERS) -> ExportPress:
    """Opens the choice from another screen."""
    return ExportPress(register_id=register_id)
