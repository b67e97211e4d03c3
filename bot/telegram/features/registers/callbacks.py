"""What the buttons of /registers and of its questions carry."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import GrownPress, Number, Page


class RegisterPress(GrownPress, prefix="reg"):
    """The buttons of /registers: list, open, add, rename, secret, ask (to remove), remove.

    `register_id` 0 where the action is about none. `page`: of the list to go back to; `chats`: of
    the chats that would lose the register.
    """

    action: str
    register_id: Number = 0
    page: Page = 0
    chats: Page = 0


class QuestionPress(CallbackData, prefix="dlg"):
    """Answers a question: gives it up (cancel), keeps the name (keep), asks for another login
    (login). `number`: of the question, so that a button of one that is over does nothing.
    """

    action: str
    number: Number
