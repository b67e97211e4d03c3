"""What the buttons below lists of unused links carry."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.domain.links import LinkKind
from bot.telegram.ui.callbacks import BoundedInt, PageNumber


class LinkAction(StrEnum):
    LIST = "list"
    REVOKE = "revoke"


class LinkPress(CallbackData, prefix="lnk"):
    """The lists of links that nobody has used yet."""

    action: LinkAction
    kind: LinkKind
    link_id: BoundedInt = 0
    page: PageNumber = 0
