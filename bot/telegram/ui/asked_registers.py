"""From the register id that a button or command carries to what the chat may see of it now."""

from collections.abc import Sequence

from bot.domain.registers import Register
from bot.services.viewers import Viewer
from bot.telegram.ui.callbacks import ALL_REGISTERS


def asked_for(register_id: int, viewer: Viewer) -> Sequence[Register]:
    """What is asked for, as far as the chat may see it now; `ALL_REGISTERS`: all of it."""
    if register_id == ALL_REGISTERS:
        return viewer.registers
    register = viewer.register_with(register_id)
    return [register] if register else []
