"""What the buttons of /admins carry."""

from enum import StrEnum

from bot.telegram.ui.callbacks import BoundedInt, ExtensiblePress, PageNumber


class AdminAction(StrEnum):
    LIST = "list"
    MAKE_LINK = "link"
    CONFIRM_REMOVAL = "ask"
    REMOVE = "remove"


class AdminPress(ExtensiblePress, prefix="adm"):
    action: AdminAction
    user_id: BoundedInt = 0
    page: PageNumber = 0
