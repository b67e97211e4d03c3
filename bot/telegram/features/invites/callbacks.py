"""What the buttons that make an invite carry."""

from enum import StrEnum

from bot.telegram.ui.callbacks import ExtensiblePress, PageNumber


class InviteAction(StrEnum):
    PICK_REGISTERS = "pick"
    PICK_DURATION = "time"
    MAKE = "make"


class Duration(StrEnum):
    """For how long an invited chat gets access."""

    HOUR = "1h"
    DAY = "24h"
    WEEK = "7d"
    FOREVER = "ever"


class InvitePress(ExtensiblePress, prefix="inv"):
    """Making an invite: pick registers, then for how long.

    `chosen`: ids separated by dots; empty: all registers.
    """

    action: InviteAction
    chosen: str = ""
    lasts: Duration | None = None
    page: PageNumber = 0
