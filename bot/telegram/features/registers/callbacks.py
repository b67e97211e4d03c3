"""What the buttons of /registers and of its questions carry."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import BoundedInt, ExtensiblePress, PageNumber


class RegisterAction(StrEnum):
    LIST = "list"
    ADD = "add"
    OPEN = "open"
    RENAME = "rename"
    REPLACE_SECRET = "secret"  # noqa: S105 - what a button does, not a password
    CONFIRM_REMOVAL = "ask"
    REMOVE = "remove"


class RegisterPress(ExtensiblePress, prefix="reg"):
    """The buttons of /registers.

    `register_id` 0: the action is about no register. `page`: of the list to go back to; `chats`:
    of the list of chats that would lose the register.
    """

    action: RegisterAction
    register_id: BoundedInt = 0
    page: PageNumber = 0
    chats: PageNumber = 0


class QuestionAction(StrEnum):
    CANCEL = "cancel"
    KEEP_NAME = "keep"
    OTHER_LOGIN = "login"


class QuestionPress(CallbackData, prefix="dlg"):
    """Answers a question. `number`: of the question, so that a button of a closed one does
    nothing.
    """

    action: QuestionAction
    number: BoundedInt
