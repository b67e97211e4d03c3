"""What the buttons below lists of unused links carry."""

from aiogram.filters.callback_data import CallbackData

from bot.domain.links import LinkKind
from bot.telegram.ui.callbacks import Number, Page


class LinkPress(CallbackData, prefix="lnk"):
    """The lists of links that nobody has used. `action`: list, revoke; `kind`: invite, admin."""

    action: str
    kind: LinkKind
    link_id: Number = 0
    page: Page = 0
