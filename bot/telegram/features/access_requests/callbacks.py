"""What the buttons below requests for access carry."""

from aiogram.filters.callback_data import CallbackData

from bot.telegram.ui.callbacks import Number, Page


class DecisionPress(CallbackData, prefix="dec"):
    """An admin's answer to a request. `verdict`: grant (register 0: all), deny, never.

    `page` is none: it shows another page of the registers, whose number is the register's id.
    """

    request_id: Number
    verdict: str
    register_id: Number = 0


class WaitingPress(CallbackData, prefix="wait"):
    """The list of requests. `action`: list, show (the list as a new message), open, or a verdict.

    Verdicts are those of DecisionPress, `page` among them; `page`: that of the list, from 0.
    """

    action: str
    request_id: Number = 0
    register_id: Number = 0
    page: Page = 0
