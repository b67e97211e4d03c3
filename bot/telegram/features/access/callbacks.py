"""What the buttons of /access carry."""

from enum import StrEnum

from bot.telegram.ui.callbacks import ALL_REGISTERS, BoundedInt, ExtensiblePress, PageNumber


class AccessAction(StrEnum):
    LIST = "list"
    OPEN = "open"
    GIVE = "give"
    TAKE = "take"
    CONFIRM_REMOVAL = "ask"
    REMOVE = "remove"


class AccessPress(ExtensiblePress, prefix="acc"):
    """The buttons of /access.

    A page of the list starts `skip` chats before the chat `chat_id` (0: with the first one) and
    has the number `page`; the buttons of each of its chats carry it, to lead back. `registers`:
    the page of registers that a chat's screen shows.
    """

    action: AccessAction
    chat_id: BoundedInt = 0
    register_id: BoundedInt = ALL_REGISTERS
    page: PageNumber = 0
    skip: PageNumber = 0
    registers: PageNumber = 0
