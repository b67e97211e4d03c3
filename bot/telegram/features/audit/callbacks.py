"""What the buttons of /audit carry."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import Number


class AuditPress(CallbackData, prefix="aud"):
    """A page of /audit; `page` counts from 0, the newest."""

    page: Number = 0
