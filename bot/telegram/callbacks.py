"""What buttons carry: ids and the wanted state, never a right and never a secret."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

ALL_REGISTERS = 0


class Action(StrEnum):
    """What a press of a balance button does besides showing the state that it carries."""

    LOOK = "l"
    """Turn the page or go to another register."""
    TOGGLE = "t"
    """Show or hide empty balances, and remember it."""
    REFRESH = "r"
    """Ask CrystalPAY anew."""


class BalancePress(CallbackData, prefix="b"):
    """The screen a button of /balance leads to. `register_id` 0: all; `page` counts from 0."""

    action: Action
    register_id: int
    hide_empty: bool
    page: int = 0


class LanguagePress(CallbackData, prefix="lang"):
    """The language to fix for the chat; an empty code: everyone is answered in their own."""

    code: str
