"""What the buttons carry that make an invite."""

from bot.telegram.ui.callbacks import GrownPress, Page


class InvitePress(GrownPress, prefix="inv"):
    """Making an invite: registers are picked first (`pick`), then how long (`make`).

    `chosen`: ids parted by dots; empty: all registers. `lasts`: a key of invites.DURATIONS.
    """

    action: str
    chosen: str = ""
    lasts: str = ""
    page: Page = 0
