"""What the buttons of /audit carry."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import BoundedInt


class AuditPress(CallbackData, prefix="aud"):
    """A page of /audit; page 0 is the newest."""

    page: BoundedInt = 0
