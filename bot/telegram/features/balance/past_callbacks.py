"""What the buttons below balances of the past carry."""

from datetime import UTC, datetime
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.telegram.ui.callbacks import BoundedInt, PageNumber

Second = Annotated[int, Field(ge=0, le=10**11)]
"""A Unix time, bounded so that it is a date in every time zone."""


class PastPress(CallbackData, prefix="bp", frozen=True):
    """The balances at a moment. `register_id` 0: all; `page` counts from 0.

    `toggles`: shows or hides empty balances, and that is remembered; `day_month`: the screen says
    that the date was read as day and month.
    """

    at: Second
    register_id: BoundedInt
    hide_empty: bool
    page: PageNumber = 0
    toggles: bool = False
    day_month: bool = False

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)
