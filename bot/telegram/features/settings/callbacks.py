"""What the buttons of /settings carry."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import PageNumber

DEFAULT_ZONE = ""
"""Instead of a zone's name: the one in the bot's settings."""


class SettingsPress(CallbackData, prefix="settings"):
    """Opens the screen of /settings; carries nothing."""


class Switch(StrEnum):
    """What the screens of the chat show, or how."""

    CHANGES = "changes"
    DARK_CHARTS = "dark"
    HIDE_EMPTY = "hide"


class SwitchPress(CallbackData, prefix="switch"):
    """`on`: what the switch is to be, not that it is to be turned."""

    switch: Switch
    on: bool


class ZonesPress(CallbackData, prefix="zones"):
    """A page of time zones."""

    page: PageNumber = 0


class ZonePress(CallbackData, prefix="zone"):
    """The time zone to choose for the chat: an IANA name or DEFAULT_ZONE."""

    name: str
